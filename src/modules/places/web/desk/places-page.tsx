import './places.css'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { addressOf, query } from '#web/api.ts'
import { WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useSession } from '#web/desk/session.tsx'
import { useWhere } from '#web/desk/where.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { PlaceDetail } from './place-detail.tsx'
import { PlaceTree } from './place-tree.tsx'

/** 辖区: the tree at the left, one place at the right. */
const PlacesPage = () => {
  const { id } = useParams({ strict: false }) as { id?: string }
  const { places, placeId } = useWhere()
  const { may } = useSession()
  const rootId = placeId ?? places[0]?.id ?? 0
  const shownId = Number(id) || rootId
  const found = useQuery({
    queryKey: ['places.place.find', shownId],
    queryFn: ({ signal }) => query('places.place.find', { id: shownId }, signal),
    placeholderData: (before) => before,
  })
  return (
    <DeskPage
      title={t('places:desk.places')}
      windowTitle={found.data?.place.name}
      actions={
        <>
          {may('places.import.preview') ? (
            <ButtonLink size="small" icon="upload" href="/desk/places/import">
              {t('administration:import')}
            </ButtonLink>
          ) : null}
          {may('places.place.export') ? (
            <>
              <ButtonLink
                size="small"
                icon="download"
                href={addressOf('places.place.export', { withinId: shownId })}
                download
              >
                {t('administration:export')}
              </ButtonLink>
              <ButtonLink
                size="small"
                icon="download"
                href={addressOf('places.place.export', { withinId: shownId, format: 'geojson' })}
                download
              >
                {t('places:desk.exportGeoJson')}
              </ButtonLink>
            </>
          ) : null}
        </>
      }
    >
      <div className="admin-split">
        <aside aria-label={t('places:desk.tree')}>
          <PlaceTree
            key={rootId}
            rootId={rootId}
            selectedId={shownId}
            above={found.data?.above.map((place) => place.id) ?? []}
          />
        </aside>
        <WhenRead found={found}>
          {found.data ? <PlaceDetail key={found.data.place.id} found={found.data} /> : null}
        </WhenRead>
      </div>
    </DeskPage>
  )
}

export default PlacesPage
