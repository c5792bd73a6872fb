import { canOfOperations } from '#kernel/can'
import { handle } from '#platform/module'
import * as contract from './contract.ts'
import { listPermissions, listRoles } from './matrix.ts'
import * as service from './service.ts'

export const operations = [
  handle(contract.listPosts, service.listPosts),
  handle(contract.sumStaffing, service.sumStaffing),
  handle(contract.findPost, async (tx, input) => {
    const found = await service.findPost(tx, input.id)
    const { updatePost, closePost, createAppointment } = contract
    const obstacle = found.post.closedOn === null ? null : 'posts.post_closed'
    const there = { placePath: found.post.placePath }
    return { ...found, can: canOfOperations(tx.actor, [updatePost, closePost, createAppointment], there, obstacle) }
  }),
  handle(contract.createPost, service.createPost),
  handle(contract.updatePost, service.updatePost),
  handle(contract.closePost, service.closePost),
  handle(contract.listAppointments, service.listAppointments),
  handle(contract.createAppointment, service.createAppointment),
  handle(contract.endAppointment, service.endAppointment),
  handle(contract.listRoles, (tx) => listRoles(tx)),
  handle(contract.listPermissions, listPermissions),
]
