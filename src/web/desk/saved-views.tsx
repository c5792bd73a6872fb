import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Dialog } from '#web/ui/live/dialog.tsx'
import { MenuButton } from '#web/ui/live/menu.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Tabs } from '#web/ui/tabs.tsx'
import { problemWords, useActing } from './acting.ts'
import { useAddress } from './address.ts'

const NAME_LENGTH_MAX = 40
/** What is open beside the list, or where in it one is, is no part of a view. */
const NOT_KEPT = ['at']

type SavedView = Output<'workplace.view.list'>['items'][number]

const queryOf = (href: string): string => {
  const kept = new URLSearchParams(href.split('?')[1] ?? '')
  for (const name of NOT_KEPT) kept.delete(name)
  kept.sort()
  return kept.toString()
}

/** My saved views of one list, the one that is open now, and how to keep and forget them. */
const useSavedViews = (list: string) => {
  const address = useAddress()
  const found = useQuery({
    queryKey: ['workplace.view.list', list],
    queryFn: ({ signal }) => query('workplace.view.list', { list }, signal),
  })
  const here = queryOf(address.hrefWith({}))
  const views = found.data?.items ?? []
  return {
    address,
    views,
    here,
    current: here === '' ? undefined : views.find((view) => queryOf(`?${view.query}`) === here),
  }
}

const SaveDialog = ({
  list,
  here,
  onClose,
}: {
  readonly list: string
  readonly here: string
  readonly onClose: () => void
}) => {
  const saving = useActing('workplace.view.save')
  const [name, setName] = useState('')
  const [missing, setMissing] = useState(false)
  const save = async (): Promise<void> => {
    if (name.trim() === '') return setMissing(true)
    const kept = await saving.run({ list, name, query: here })
    if (!kept) return
    toast({ words: t('desk:view.saved', { name: kept.name }) })
    onClose()
  }
  const error = missing ? t('desk:view.nameMissing') : saving.problem ? problemWords(saving.problem) : undefined
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('desk:view.save')}
      actions={
        <Button tone="main" busy={saving.busy} onClick={() => void save()}>
          {t('desk:view.saveDo')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextField
          name="view-name"
          label={t('desk:view.name')}
          hint={t('desk:view.nameHint')}
          error={error}
          maxLength={NAME_LENGTH_MAX}
          value={name}
          autoFocus
          onChange={(event) => {
            setName(event.currentTarget.value)
            setMissing(false)
          }}
        />
      </form>
    </Dialog>
  )
}

/** Forgets a view; taken back, it is saved again as it was. */
const useForget = (list: string) => {
  const removing = useActing('workplace.view.remove')
  const saving = useActing('workplace.view.save')
  return async (view: SavedView): Promise<void> => {
    const done = await removing.run({ id: view.id })
    if (done) {
      toast({
        words: t('desk:view.removed', { name: view.name }),
        icon: 'trash',
        onUndo: () => void saving.run({ list, name: view.name, query: view.query }),
      })
    }
  }
}

/** 存成视图, and a list of those that are kept. */
export const SavedViewMenu = ({ list }: { readonly list: string }) => {
  const { address, views, here, current } = useSavedViews(list)
  const [saving, setSaving] = useState(false)
  const forget = useForget(list)
  const onAct = (id: string): void => {
    if (id === 'save') return setSaving(true)
    if (id === 'remove') return void (current && forget(current))
    const view = views.find((known) => known.id === id)
    if (view) address.go(`${address.path}?${view.query}`)
  }
  const dialog = saving ? <SaveDialog list={list} here={here} onClose={() => setSaving(false)} /> : null
  if (views.length === 0) {
    return (
      <>
        <Button tone="quiet" size="small" onClick={() => setSaving(true)}>
          {t('desk:view.save')}
        </Button>
        {dialog}
      </>
    )
  }
  return (
    <>
      <MenuButton
        tone="quiet"
        size="small"
        onAct={onAct}
        acts={[
          ...views.map((view) => ({
            id: view.id,
            label: view.name,
            ...(view.id === current?.id ? { icon: 'check' as const } : {}),
          })),
          { id: 'save', label: t('desk:view.save'), icon: 'plus', apart: true },
          ...(current
            ? [{ id: 'remove', label: t('desk:view.remove', { name: current.name }), icon: 'trash' as const }]
            : []),
        ]}
      >
        {current ? current.name : t('desk:view.views')}
      </MenuButton>
      {dialog}
    </>
  )
}

/** Saved views as tabs over a table; the first is the list as it comes. */
export const SavedViewTabs = ({ list, total }: { readonly list: string; readonly total?: number | undefined }) => {
  const { address, views, here, current } = useSavedViews(list)
  const [saving, setSaving] = useState(false)
  const forget = useForget(list)
  const isPlain = here === ''
  return (
    <div className="desk-views">
      <Tabs
        label={t('desk:view.views')}
        tabs={[
          { href: address.path, label: t('desk:view.all'), current: isPlain, count: isPlain ? total : undefined },
          ...views.map((view) => ({
            href: `${address.path}?${view.query}`,
            label: view.name,
            current: view.id === current?.id,
            count: view.id === current?.id ? total : undefined,
          })),
        ]}
      />
      {current ? (
        <Button tone="quiet" size="small" icon="trash" iconOnly onClick={() => void forget(current)}>
          {t('desk:view.remove', { name: current.name })}
        </Button>
      ) : null}
      {isPlain || current ? null : (
        <Button tone="quiet" size="small" icon="plus" onClick={() => setSaving(true)}>
          {t('desk:view.save')}
        </Button>
      )}
      {saving ? <SaveDialog list={list} here={here} onClose={() => setSaving(false)} /> : null}
    </div>
  )
}
