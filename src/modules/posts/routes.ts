import { PAGE_ROWS_MAX } from '#kernel/page'
import type { Tx } from '#platform/context'
import { handle, handleStream, handleUpload } from '#platform/module'
import * as contract from './contract.ts'
import { listPermissions, listRoles } from './matrix.ts'
import { presentAppointments, presentPosts } from './present.ts'
import * as service from './service.ts'
import * as appointments from './service/appointment.ts'
import { exportPosts } from './service/export.ts'
import { exportGrids, listGrids } from './service/grid.ts'
import { loadPost, today } from './service/guard.ts'
import { commitImport, previewImport } from './service/import.ts'
import type { AppointmentRow, PostRow } from './store.ts'

const presentPost = async (tx: Tx, row: PostRow): Promise<contract.Post> => {
  const [post] = await presentPosts(tx, [row], today(tx))
  return post as contract.Post // one in, one out
}

const presentAppointment = async (tx: Tx, row: AppointmentRow): Promise<contract.Appointment> => {
  const [appointment] = await presentAppointments(tx, [row])
  return appointment as contract.Appointment // one in, one out
}

export const operations = [
  handle(contract.listPosts, async (tx, input) => {
    const page = await service.listPosts(tx, input)
    return { items: await presentPosts(tx, page.items, page.on), nextCursor: page.nextCursor }
  }),
  handle(contract.sumStaffing, service.sumStaffing),
  handle(contract.findPost, async (tx, { id }) => {
    const post = await loadPost(tx, id)
    const { items } = await appointments.listAppointments(tx, { postId: id, limit: PAGE_ROWS_MAX })
    return {
      post: await presentPost(tx, post),
      appointments: await presentAppointments(tx, items),
      can: service.canOfPost(tx, post),
    }
  }),
  handle(contract.createPost, async (tx, input) => presentPost(tx, await service.createPost(tx, input))),
  handle(contract.updatePost, async (tx, input) => presentPost(tx, await service.updatePost(tx, input))),
  handle(contract.closePost, async (tx, input) => presentPost(tx, await service.closePost(tx, input))),
  handleStream(contract.exportPosts, exportPosts),
  handle(contract.listAppointments, async (tx, input) => {
    const page = await appointments.listAppointments(tx, input)
    return { ...page, items: await presentAppointments(tx, page.items) }
  }),
  handle(contract.createAppointment, async (tx, input) =>
    presentAppointment(tx, await appointments.createAppointment(tx, input)),
  ),
  handle(contract.endAppointment, async (tx, input) =>
    presentAppointment(tx, await appointments.endAppointment(tx, input)),
  ),
  handle(contract.listGrids, listGrids),
  handleStream(contract.exportGrids, exportGrids),
  handle(contract.listRoles, listRoles),
  handle(contract.listPermissions, listPermissions),
  handleUpload(contract.previewImport, previewImport),
  handleUpload(contract.commitImport, commitImport),
]
