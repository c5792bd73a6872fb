import type { LabelledText } from './classifier.ts'

const SUBJECTS = {
  环境: ['垃圾没有清运', '污水流到路上', '夜里烧垃圾有烟味', '河边有人倒渣土', '油烟直排居民楼'],
  交通: ['路口红绿灯坏了', '公交车站牌看不清', '人行道被车停满', '斑马线磨没了', '非机动车道有坑'],
  教育: ['学校门口接送拥堵', '小学学位不够', '幼儿园收费没有公示', '课后服务没有老师', '校车不按时来'],
} as const

export const somePlaces = ['幸福社区', '和平街道', '东区三号楼', '菜市场旁边', '河西路口', '第二小学附近'] as const

/** Ninety short appeals under three labels. */
export const someExamples: readonly LabelledText[] = Object.entries(SUBJECTS).flatMap(([label, subjects]) =>
  subjects.flatMap((subject) => somePlaces.map((place) => ({ text: `${place}${subject}，请有关部门处理`, label }))),
)
