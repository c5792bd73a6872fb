// What the pages of administration share: lists by cursor, forms in a dialog, reasons why something may not be done.
import './administration.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import type { ApiProblem } from '#web/api.ts'
import { refusalWords, t, wordsOr } from '#web/i18n.ts'
import { Button, ButtonLink, type WhyNot } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/live/dialog.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { ProblemBox, Unread } from './fault.tsx'

/** Rows that a list fetches at once. */
export const LIST_ROWS = 50

interface RowPage<Row> {
  readonly items: readonly Row[]
  readonly nextCursor: string | null
}

/** A list that grows by cursor. The first part of `key` is the id of its operation. */
export const usePages = <Row,>(
  key: readonly unknown[],
  read: (page: { readonly limit: number; readonly cursor?: string }, signal: AbortSignal) => Promise<RowPage<Row>>,
) => {
  const found = useInfiniteQuery({
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      read({ limit: LIST_ROWS, ...(pageParam === '' ? {} : { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  return { found, rows: found.data?.pages.flatMap((page) => page.items) ?? [] }
}

interface Found {
  readonly isPending: boolean
  readonly isError: boolean
  readonly error: unknown
  readonly refetch: () => unknown
}

/** Waiting, or why it could not be read; otherwise what was read. */
export const WhenRead = ({ found, children }: { readonly found: Found; readonly children: ReactNode }) => {
  if (found.isError) return <Unread fault={found.error} onRetry={() => void found.refetch()} />
  if (found.isPending) return <p className="desk-wait">{t('ui:loading')}</p>
  return <>{children}</>
}

interface Pages {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

/** Under a list: fetches what comes next. */
export const MoreRows = ({ found }: { readonly found: Pages }) =>
  found.hasNextPage ? (
    <p className="desk-more">
      <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
        {t('desk:more', { count: LIST_ROWS })}
      </Button>
    </p>
  ) : null

/** Nothing matches the filters: `clearHref` is the list without them. */
export const NoneFound = ({ clearHref }: { readonly clearHref: string }) => (
  <div className="desk-pad">
    <Empty icon="search" title={t('administration:noneFound')} words={t('administration:noneFoundHint')}>
      <ButtonLink href={clearHref}>{t('administration:clearFilters')}</ButtonLink>
    </Empty>
  </div>
)

export interface Can {
  readonly allowed: boolean
  readonly reason: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** The roles that a refusal names, as a person reads them; undefined when it names none. */
export const rolesWords = (roles: unknown): string | undefined =>
  Array.isArray(roles) && roles.length > 0
    ? roles.map((role) => wordsOr(`posts:role.${String(role)}`, String(role))).join(t('desk:and'))
    : undefined

/** Why an act is refused, to stand under its button; undefined when it is allowed. */
export const whyNotOf = (can: Readonly<Record<string, Can>>, operation: string): WhyNot | undefined => {
  const one = can[operation]
  if (!one || one.allowed) return undefined
  const id = `why-${operation.replaceAll('.', '-')}`
  const roles = rolesWords(one.data['roles'])
  if (roles) return { id, words: t('administration:onlyRoles', { roles }) }
  return { id, words: refusalWords(one.reason ?? '', one.data as Record<string, string | number>) }
}

/** The text of a field, without blanks at its ends. */
export const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim()
/** The same, null when it was left empty. */
export const textOrNull = (form: FormData, name: string): string | null => textOf(form, name) || null
/** A number, null when it was left empty. */
export const numberOrNull = (form: FormData, name: string): number | null => {
  const text = textOf(form, name)
  return text === '' ? null : Number(text)
}

export interface FormDialogProps {
  readonly title: string
  /** Verb and object, on the filled button. */
  readonly doWords: string
  readonly busy: boolean
  readonly problem: ApiProblem | null
  readonly danger?: boolean | undefined
  readonly wide?: boolean | undefined
  readonly onSubmit: (form: FormData) => void
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A short form in a dialog. It stays open, with what was typed, until the act is done. */
export const FormDialog = (props: FormDialogProps) => {
  const { title, doWords, busy, problem, danger, wide, onSubmit, onClose, children } = props
  const id = useId()
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      wide={wide}
      actions={
        <>
          <Button onClick={onClose}>{t('ui:cancel')}</Button>
          <Button tone={danger ? 'dangerMain' : 'main'} type="submit" form={id} busy={busy}>
            {doWords}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="desk-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          onSubmit(new FormData(event.currentTarget))
        }}
      >
        {children}
        {problem ? <ProblemBox problem={problem} title={t('administration:refused')} /> : null}
      </form>
    </Dialog>
  )
}
