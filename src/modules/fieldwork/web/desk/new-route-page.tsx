import { useActing } from '#web/desk/acting.ts'
import { useAddress } from '#web/desk/address.ts'
import { DeskPage } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { toast } from '#web/ui/live/toast.tsx'
import { detailsOf } from './route-draft.ts'
import { RouteForm, type RouteFormValue } from './route-form.tsx'

/** A new patrol route; its patrols of the coming days are planned at once. */
const NewRoutePage = () => {
  const { go } = useAddress()
  const creating = useActing('fieldwork.route.create')
  const submit = async ({ form, points, team, place }: RouteFormValue): Promise<void> => {
    const details = detailsOf(form, points, team?.id ?? null)
    const made = await creating.run({ ...details, placeId: Number(place?.id ?? 0) })
    if (!made) return
    toast({ words: t('fieldwork:desk.routeCreated', { name: made.name }) })
    go(`/desk/patrols/routes/${made.id}`)
  }
  return (
    <DeskPage
      title={t('fieldwork:desk.newRoute')}
      back={{ href: '/desk/patrols/routes', label: t('fieldwork:desk.routes') }}
    >
      <div className="admin-body">
        <RouteForm
          found={null}
          busy={creating.busy}
          problem={creating.problem}
          doWords={t('fieldwork:desk.newRoute')}
          onSubmit={(value) => void submit(value)}
        />
      </div>
    </DeskPage>
  )
}

export default NewRoutePage
