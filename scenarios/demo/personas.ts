import type { Role } from '#kernel/role'

/** Who a visitor of the demo can be, at one click. */
export interface Persona {
  readonly key: string
  readonly label: string
  readonly role: Role
  /** Where: the district and, below it, the name of a place. */
  readonly district: 'wuhua' | 'anning' | 'pidu'
  readonly place: string
  /** The face this persona works in. */
  readonly face: '/' | '/field' | '/desk' | '/board'
}

export const personas: readonly Persona[] = [
  {
    key: 'resident',
    label: '居民，安宁市禄脿社区',
    role: 'resident',
    district: 'anning',
    place: '禄脿社区',
    face: '/',
  },
  {
    key: 'grid-worker',
    label: '网格员，五华区虹山中路社区',
    role: 'gridWorker',
    district: 'wuhua',
    place: '虹山中路社区',
    face: '/field',
  },
  {
    key: 'community-worker',
    label: '社区工作者，五华区虹山中路社区',
    role: 'communityWorker',
    district: 'wuhua',
    place: '虹山中路社区',
    face: '/desk',
  },
  {
    key: 'street-officer',
    label: '街道工作人员，五华区丰宁街道',
    role: 'streetOfficer',
    district: 'wuhua',
    place: '丰宁街道',
    face: '/desk',
  },
  {
    key: 'department',
    label: '部门经办，五华区城管局',
    role: 'departmentOfficer',
    district: 'wuhua',
    place: '五华区',
    face: '/desk',
  },
  {
    key: 'dispatcher',
    label: '指挥中心派遣员，五华区',
    role: 'dispatcher',
    district: 'wuhua',
    place: '五华区',
    face: '/desk',
  },
  {
    key: 'administrator',
    label: '系统管理员，五华区',
    role: 'administrator',
    district: 'wuhua',
    place: '五华区',
    face: '/desk',
  },
  { key: 'leader', label: '区领导，郫都区', role: 'leader', district: 'pidu', place: '郫都区', face: '/board' },
]
