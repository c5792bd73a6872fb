import './permissions.css'
import { useQuery } from '@tanstack/react-query'
import { type Output, query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { NoneFound, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL } from '#web/desk/pickers.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { formatCount } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { FilterSelect } from '#web/ui/live/select.tsx'
import { TableFrame } from '#web/ui/table.tsx'

type Line = Output<'posts.permission.list'>['items'][number]
type Role = Line['roles'][number]

const moduleWords = (module: string): string =>
  wordsOr(`${module}:module`, wordsOr(`posts:desk.module.${module}`, module))

const whoWords = (line: Line): string => {
  if (line.who !== 'roles') return t(`posts:who.${line.who}`)
  return line.at === null ? '' : t(`posts:at.${line.at}`)
}

const RowOfMatrix = ({ line, roles }: { readonly line: Line; readonly roles: readonly Role[] }) => (
  <tr role="row">
    <th role="rowheader" scope="row">
      {line.name}
      <small>{line.operation}</small>
    </th>
    <td role="cell" className="where">
      {whoWords(line)}
    </td>
    {roles.map((role) => {
      const may = line.who === 'anyone' || line.who === 'signedIn' || line.roles.includes(role)
      return (
        <td key={role} role="cell" className="permission-tick">
          {may ? (
            <Icon name="check" label={t('posts:desk.may')} />
          ) : (
            <span className="vh">{t('posts:desk.mayNot')}</span>
          )}
        </td>
      )
    })}
  </tr>
)

const Matrix = ({ lines, roles }: { readonly lines: readonly Line[]; readonly roles: readonly Role[] }) => {
  const modules = [...new Set(lines.map((line) => line.module))]
  return (
    <div className="permission-matrix">
      <TableFrame label={t('posts:desk.permissions')} cards={false}>
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {t('posts:desk.operation')}
            </th>
            <th role="columnheader" scope="col">
              {t('posts:desk.whereHead')}
            </th>
            {roles.map((role) => (
              <th key={role} role="columnheader" scope="col" className="role">
                {t(`posts:role.${role}`)}
              </th>
            ))}
          </tr>
        </thead>
        {modules.map((module) => (
          <tbody key={module} role="rowgroup">
            <tr role="row" className="group">
              <th role="rowheader" scope="rowgroup" colSpan={roles.length + 2}>
                {moduleWords(module)}
              </th>
            </tr>
            {lines
              .filter((line) => line.module === module)
              .map((line) => (
                <RowOfMatrix key={line.operation} line={line} roles={roles} />
              ))}
          </tbody>
        ))}
      </TableFrame>
    </div>
  )
}

/** 岗位权限表: every operation by every role, read from the same list that the server asks. */
const PermissionsPage = () => {
  const { params, path, change } = useAddress()
  const module = params['module']
  const role = params['role'] as Role | undefined
  const asked = { ...(module ? { module } : {}), ...(role ? { role } : {}) }
  const roles = useQuery({ queryKey: ['posts.role.list'], queryFn: () => query('posts.role.list', {}) })
  const found = useQuery({
    queryKey: ['posts.permission.list', asked],
    queryFn: ({ signal }) => query('posts.permission.list', asked, signal),
    placeholderData: (before) => before,
  })
  const all = { id: ALL, label: t('desk:all') }
  const known = roles.data?.items ?? []
  const shown = known.map((item) => item.role).filter((item) => role === undefined || item === role)
  const lines = found.data?.items ?? []
  const choose = (name: string) => (value: string) => change({ [name]: value === ALL ? null : value })
  return (
    <DeskPage
      title={t('posts:desk.permissions')}
      meta={found.data ? t('posts:desk.permissionsMeta', { count: formatCount(lines.length) }) : undefined}
      actions={
        <Button size="small" icon="print" onClick={() => window.print()}>
          {t('administration:print')}
        </Button>
      }
    >
      <div className="desk-tools" role="region" aria-label={t('desk:filters')}>
        <div className="filters">
          <FilterSelect
            label={t('posts:desk.moduleHead')}
            allId={ALL}
            options={[all, ...(found.data?.modules ?? []).map((id) => ({ id, label: moduleWords(id) }))]}
            value={module ?? ALL}
            onChange={choose('module')}
          />
          <FilterSelect
            label={t('administration:role')}
            allId={ALL}
            options={[all, ...known.map((item) => ({ id: item.role, label: item.name }))]}
            value={role ?? ALL}
            onChange={choose('role')}
          />
        </div>
      </div>
      <WhenRead found={found}>
        <p className="admin-say soft">{t('posts:desk.permissionsHint')}</p>
        {lines.length === 0 ? <NoneFound clearHref={path} /> : <Matrix lines={lines} roles={shown} />}
      </WhenRead>
    </DeskPage>
  )
}

export default PermissionsPage
