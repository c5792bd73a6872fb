import { t } from '#web/i18n.ts'
import type { Output } from '#web/api.ts'
import { Bits, Tag } from '#web/ui/tag.tsx'

export type Post = Output<'posts.post.list'>['items'][number]

/** Who holds a post, with how and how many others; how many seats are empty. */
export const Holders = ({ post }: { readonly post: Post }) => (
  <Bits
    bits={[
      ...post.holders.map((holder) => (
        <span key={holder.appointmentId}>
          {holder.name}
          {holder.manner === 'full' ? '' : ` ${t(`posts:manner.${holder.manner}`)}`}
          {holder.otherPostCount > 0 ? ` ${t('posts:desk.others', { count: holder.otherPostCount })}` : ''}
        </span>
      )),
      post.vacantCount > 0 && post.closedOn === null ? (
        <Tag key="vacant" tone="soon">
          {t('posts:desk.vacant', { count: post.vacantCount })}
        </Tag>
      ) : null,
    ]}
  />
)
