import './fieldwork.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { DateField } from '#web/ui/live/date-picker.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { rhythmWords, type Route } from './parts.tsx'
import { detailsOf, draftPointsOf, type FoundRoute } from './route-draft.ts'
import { RouteForm, type RouteFormValue } from './route-form.tsx'
import { Roster } from './roster.tsx'

const PointMap = lazy(() => import('./point-map.tsx'))

/** Ends a route from a day on: what was walked stays, what is planned beyond is taken back. */
const EndDialog = ({ route, onClose }: { readonly route: Route; readonly onClose: () => void }) => {
  const ending = useActing('fieldwork.route.end')
  const [on, setOn] = useState('')
  const submit = async (): Promise<void> => {
    const done = await ending.run({ id: route.id, version: route.version, ...(on ? { on: on as never } : {}) })
    if (!done) return
    toast({ words: t('fieldwork:desk.routeEnded', { name: done.name }) })
    onClose()
  }
  return (
    <FormDialog
      title={t('fieldwork:desk.endOf', { name: route.name })}
      doWords={t('fieldwork:desk.end')}
      busy={ending.busy}
      problem={ending.problem}
      danger
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <p className="soft">{t('fieldwork:desk.endWords')}</p>
      <DateField
        name="on"
        label={t('administration:from')}
        hint={t('fieldwork:desk.onHint')}
        value={on}
        onChange={setOn}
      />
    </FormDialog>
  )
}

const Shown = ({ found }: { readonly found: FoundRoute }) => {
  const { route, points, walkers } = found
  return (
    <>
      <Facts
        beside
        facts={[
          { term: t('administration:place'), words: route.placeName },
          { term: t('fieldwork:desk.rhythm'), words: rhythmWords(route.rhythm) },
          {
            term: t('fieldwork:desk.window'),
            words: t('fieldwork:field.window', { from: route.windowFrom, until: route.windowUntil }),
          },
          { term: t('fieldwork:desk.who'), words: route.team?.name ?? t('fieldwork:desk.holders') },
          {
            term: t('fieldwork:desk.walkersToday'),
            words:
              walkers.length === 0 ? t('fieldwork:none.person') : walkers.map(({ name }) => name).join(t('desk:and')),
          },
          { term: t('fieldwork:desk.startsOn'), words: formatFullDay(route.startsOn) },
          ...(route.endsOn
            ? [
                {
                  term: t('administration:state'),
                  words: t('fieldwork:desk.endsOn', { on: formatFullDay(route.endsOn) }),
                },
              ]
            : []),
        ]}
      />
      <section aria-labelledby="route-points">
        <ColumnHead id="route-points" title={t('fieldwork:desk.points')} />
        <Suspense fallback={<p className="desk-wait">{t('ui:loading')}</p>}>
          <PointMap placeId={route.placeId} points={draftPointsOf(found)} onPlace={null} />
        </Suspense>
        <ol className="desk-lines">
          {points.map((point) => (
            <li key={point.id}>
              <span className="grow">{point.name}</span>
              <span className="soft">{t('fieldwork:desk.radius', { metres: point.radiusM })}</span>
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

const Edit = ({ found, onDone }: { readonly found: FoundRoute; readonly onDone: () => void }) => {
  const updating = useActing('fieldwork.route.update')
  const { id, version } = found.route
  const submit = async ({ form, points, team }: RouteFormValue): Promise<void> => {
    if (!(await updating.run({ id, version, ...detailsOf(form, points, team?.id ?? null) }))) return
    toast({ words: t('fieldwork:desk.routeSaved') })
    onDone()
  }
  return (
    <RouteForm
      found={found}
      busy={updating.busy}
      problem={updating.problem}
      doWords={t('administration:save')}
      onSubmit={(value) => void submit(value)}
    >
      <Button onClick={onDone}>{t('ui:cancel')}</Button>
    </RouteForm>
  )
}

/** One patrol route, its points on the map, and the roster of the team that walks it. */
const RoutePage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({
    queryKey: ['fieldwork.route.find', id],
    queryFn: ({ signal }) => query('fieldwork.route.find', { id }, signal),
  })
  const [mode, setMode] = useState<'shown' | 'edit' | 'end'>('shown')
  const route = found.data?.route
  const can = found.data?.can ?? {}
  return (
    <DeskPage
      title={route?.name ?? t('fieldwork:desk.route')}
      back={{ href: '/desk/patrols/routes', label: t('fieldwork:desk.routes') }}
      actions={
        route && mode !== 'edit' ? (
          <>
            <Button
              size="small"
              tone="danger"
              whyNot={whyNotOf(can, 'fieldwork.route.end')}
              onClick={() => setMode('end')}
            >
              {t('fieldwork:desk.end')}
            </Button>
            <ButtonLink size="small" href={`/desk/patrols?route=${route.id}&days=month`}>
              {t('fieldwork:desk.patrols')}
            </ButtonLink>
            <Button
              size="small"
              icon="edit"
              whyNot={whyNotOf(can, 'fieldwork.route.update')}
              onClick={() => setMode('edit')}
            >
              {t('administration:edit')}
            </Button>
          </>
        ) : null
      }
    >
      <WhenRead found={found}>
        {found.data && route ? (
          <div className="admin-body">
            {mode === 'edit' ? (
              <Edit found={found.data} onDone={() => setMode('shown')} />
            ) : (
              <Shown found={found.data} />
            )}
            {route.team && mode !== 'edit' ? <Roster team={route.team} /> : null}
          </div>
        ) : null}
      </WhenRead>
      {route && mode === 'end' ? <EndDialog route={route} onClose={() => setMode('shown')} /> : null}
    </DeskPage>
  )
}

export default RoutePage
