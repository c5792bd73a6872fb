import './board.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { Unread } from '#web/desk/fault.tsx'
import { useTitle } from '#web/desk/page.tsx'
import { t } from '#web/i18n.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { classes } from '#web/ui/classes.ts'
import { formatMonth, formatTime, machineTime } from '#web/ui/format.ts'
import { ChildMap } from './child-map.tsx'
import { Answered, Overdue, Sources, Stuck, Talk } from './columns.tsx'
import { Lead, Rates } from './lead.tsx'
import { type Board, boardHref } from './links.ts'

const READ_AGAIN_MS = 60_000

/** On a wall everything is an eighth larger; the class is taken away with the page. */
const useWall = (): void => {
  useEffect(() => {
    document.documentElement.classList.add('wall')
    return () => document.documentElement.classList.remove('wall')
  }, [])
}

const useFullScreen = () => {
  const [isOn, setOn] = useState(document.fullscreenElement !== null)
  useEffect(() => {
    const follow = (): void => setOn(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', follow)
    return () => document.removeEventListener('fullscreenchange', follow)
  }, [])
  const turn = (): void => {
    if (document.fullscreenElement) void document.exitFullscreen()
    else void document.documentElement.requestFullscreen().catch(() => undefined) // the browser may say no
  }
  return { isOn, turn, isPossible: document.fullscreenEnabled }
}

const dayOfMonth = (on: string): number => Number(on.slice(-2))

const Masthead = ({ board, isStale }: { readonly board: Board; readonly isStale: boolean }) => {
  const full = useFullScreen()
  const { from, until } = board.period.now
  const time = formatTime(board.at)
  return (
    <header className="mast">
      <div className="names">
        {board.above.length > 0 ? (
          <nav aria-label={t('insight:board.above')}>
            {board.above.map((above) => (
              <a key={above.id} href={boardHref(above.id)}>
                {above.name}
              </a>
            ))}
          </nav>
        ) : null}
        <h1>{t('insight:board.of', { place: board.place.name })}</h1>
      </div>
      <p className="bits">
        <span>
          {t('insight:board.period', { month: formatMonth(until), from: dayOfMonth(from), until: dayOfMonth(until) })}
        </span>
        <span>{t('insight:board.comparedWith')}</span>
      </p>
      <p className={classes('live', isStale && 'stale')}>
        <time dateTime={machineTime(board.at)}>
          {t(isStale ? 'insight:board.stale' : 'insight:board.updated', { time })}
        </time>
      </p>
      <p className="acts">
        {full.isPossible ? (
          <Button size="small" tone="quiet" icon="expand" onClick={full.turn}>
            {t(full.isOn ? 'insight:board.leaveFullScreen' : 'insight:board.fullScreen')}
          </Button>
        ) : null}
        <ButtonLink size="small" tone="quiet" href="/desk">
          {t('insight:board.desk')}
        </ButtonLink>
      </p>
    </header>
  )
}

/** The front page of a place 社情: what changed, where, what is late, what is done. */
const BoardPage = () => {
  useWall()
  const { params } = useAddress()
  const placeId = Number(params['place']) || undefined
  const found = useQuery({
    queryKey: ['insight.board.find', placeId],
    queryFn: ({ signal }) => query('insight.board.find', placeId === undefined ? {} : { placeId }, signal),
    refetchInterval: READ_AGAIN_MS,
    placeholderData: keepPreviousData,
  })
  const board = found.data
  useTitle(board ? t('insight:board.of', { place: board.place.name }) : t('insight:board'))
  if (!board) {
    return (
      <main className="board" id="main" tabIndex={-1}>
        <h1 className="vh">{t('insight:board')}</h1>
        {found.isError ? (
          <Unread fault={found.error} onRetry={() => void found.refetch()} />
        ) : (
          <p className="desk-wait">{t('ui:loading')}</p>
        )}
      </main>
    )
  }
  return (
    <main className="board" id="main" tabIndex={-1}>
      <div className="front">
        <Masthead board={board} isStale={found.isRefetchError} />
        <div className="left">
          <Lead board={board} />
          <Rates board={board} />
        </div>
        <ChildMap key={board.place.id} board={board} />
        <div className="right">
          <Overdue board={board} />
          <Stuck board={board} />
        </div>
        <div className="bottom">
          <Talk board={board} />
          <Sources board={board} />
          <Answered board={board} />
        </div>
      </div>
    </main>
  )
}

export default BoardPage
