/**
 * The catalogue of the campaign 平安社区攻坚行动: nine classes with 29 kinds (S4-60, F4-118, F4-119). The source names two
 * classes and no kind; what it does not name is a marked blank here, which an administrator names.
 */
export const DEFAULT_CLASSES: readonly { readonly name: string | null; readonly kindCount: number }[] = [
  { name: '消防', kindCount: 4 },
  { name: '治安', kindCount: 4 },
  ...Array.from({ length: 7 }, () => ({ name: null, kindCount: 3 })),
]

/** 九小场所 (cases §5.6), and others that are inspected. */
export const DEFAULT_SITE_KINDS: readonly { readonly name: string; readonly isSmall: boolean }[] = [
  ...['小学校或幼儿园', '小医院', '小商店', '小餐饮', '小旅馆', '小歌舞娱乐', '小网吧', '小美容洗浴', '小生产加工'].map(
    (name) => ({ name, isSmall: true }),
  ),
  ...['出租房', '工地', '其他场所'].map((name) => ({ name, isSmall: false })),
]

/** Where a kind stands: class 3, second kind is 3-02. */
export const codeOf = (classNumber: number, kindNumber: number): string =>
  `${classNumber}-${String(kindNumber).padStart(2, '0')}`
