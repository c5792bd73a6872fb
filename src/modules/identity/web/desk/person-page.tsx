import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { WhenRead, whyNotOf } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { ColumnHead, Facts } from '#web/ui/column-head.tsx'
import { formatFullDay } from '#web/ui/format.ts'
import { Notice } from '#web/ui/notice.tsx'
import { EditPersonDialog, type MaskedField, RevealFieldDialog } from './person-dialogs.tsx'

type Person = Output<'identity.person.find'>

const MASKED: readonly MaskedField[] = ['phone', 'address', 'bornOn']
const POSTS_SHOWN_MAX = 100

/** The posts a person holds and held, the newest first. */
const PostsOf = ({ personId }: { readonly personId: string }) => {
  const found = useQuery({
    queryKey: ['posts.appointment.list', personId],
    queryFn: ({ signal }) => query('posts.appointment.list', { personId, limit: POSTS_SHOWN_MAX }, signal),
  })
  const items = found.data?.items ?? []
  return (
    <section aria-labelledby="person-posts">
      <ColumnHead id="person-posts" title={t('identity:desk.person.posts')} />
      {found.data && items.length === 0 ? <p className="soft">{t('identity:desk.person.noPosts')}</p> : null}
      <ul className="desk-lines">
        {items.map((item) => (
          <li key={item.id}>
            <span className="grow">
              <a href={`/desk/posts/${item.postId}`}>{item.title}</a> {item.placeName}
            </span>
            <span className="soft">
              {formatFullDay(item.startsOn)}
              {item.endsOn ? ` – ${formatFullDay(item.endsOn)}` : ` ${t('identity:desk.person.onwards')}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const PersonFacts = ({ person }: { readonly person: Person }) => {
  const [revealed, setRevealed] = useState<Partial<Record<MaskedField, string>>>({})
  const [asking, setAsking] = useState<MaskedField | null>(null)
  const refused = whyNotOf(person.can, 'identity.person.reveal')
  return (
    <>
      <Facts
        beside
        facts={[
          { term: t('administration:place'), words: <a href={`/desk/places/${person.placeId}`}>{person.placeName}</a> },
          {
            term: t('identity:desk.person.gender'),
            words: person.gender ? t(`identity:gender.${person.gender}`) : t('administration:unknown'),
          },
          ...MASKED.map((field) => ({
            term: t(`identity:desk.person.${field}`),
            words:
              person[field] === null ? (
                t('administration:unknown')
              ) : (
                <>
                  {revealed[field] ?? person[field]}{' '}
                  {revealed[field] === undefined && !refused ? (
                    <Button size="small" tone="quiet" icon="look" onClick={() => setAsking(field)}>
                      {t('identity:desk.person.reveal')}
                    </Button>
                  ) : null}
                </>
              ),
          })),
          {
            term: t('identity:desk.person.account'),
            words: t(person.hasAccount ? 'identity:desk.person.hasAccount' : 'identity:desk.person.noAccount'),
          },
          { term: t('identity:desk.person.since'), words: formatFullDay(person.createdAt) },
        ]}
      />
      {asking ? (
        <RevealFieldDialog
          person={person}
          field={asking}
          onClose={() => setAsking(null)}
          onRevealed={(value) => {
            setRevealed({ ...revealed, [asking]: value ?? '' })
            setAsking(null)
          }}
        />
      ) : null}
    </>
  )
}

/** One person: what is known, masked; the posts. */
const PersonPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { may } = useSession()
  const [isEditing, setEditing] = useState(false)
  const found = useQuery({
    queryKey: ['identity.person.find', id],
    queryFn: ({ signal }) => query('identity.person.find', { id }, signal),
  })
  const person = found.data
  return (
    <DeskPage
      title={person?.name ?? t('identity:desk.persons')}
      back={{ href: '/desk/persons', label: t('identity:desk.persons') }}
      actions={
        person ? (
          <>
            {may('identity.accessLog.list') ? (
              <ButtonLink size="small" icon="look" href={`/desk/access-log?subject=${person.id}`}>
                {t('identity:desk.person.whoLooked')}
              </ButtonLink>
            ) : null}
            <Button
              size="small"
              icon="edit"
              whyNot={whyNotOf(person.can, 'identity.person.update')}
              onClick={() => setEditing(true)}
            >
              {t('administration:edit')}
            </Button>
          </>
        ) : null
      }
    >
      <WhenRead found={found}>
        {person ? (
          <div className="admin-body">
            {person.erasedAt ? <Notice tone="paused" icon="info" title={t('identity:desk.person.erased')} /> : null}
            <PersonFacts key={person.version} person={person} />
            <PostsOf personId={person.id} />
          </div>
        ) : null}
      </WhenRead>
      {person && isEditing ? <EditPersonDialog person={person} onClose={() => setEditing(false)} /> : null}
    </DeskPage>
  )
}

export default PersonPage
