import { useEffect } from 'react'
import { Waiting } from '#web/desk/page.tsx'

/** Only the pages of this site for staff: a link from elsewhere must not lead a fresh session astray. */
const OWN_PAGE = /^\/(?:field|desk|board)(?:[/?#]|$)/

const nextOf = (search: string): string => {
  const next = new URLSearchParams(search).get('next') ?? ''
  return OWN_PAGE.test(next) && !next.startsWith('/desk/sign-in') ? next : '/desk'
}

/** `/desk/sign-in?next=`: the gate of the workbench has asked who this is; on to where the person came from. */
const ReturnPage = () => {
  useEffect(() => location.replace(nextOf(location.search)), [])
  return <Waiting />
}

export default ReturnPage
