// The five districts of the sources. Streets under their real names; communities where the sources name them, the
// others invented in the manner of the place. Outlines are drawn by us and say nothing about real borders.

export type CompoundKind = 'old' | 'resettlement' | 'commercial' | 'unit' | 'selfBuilt'

export interface DemoCommunity {
  readonly name: string
  readonly gridCount: number
  readonly compounds: ReadonlyArray<readonly [name: string, kind: CompoundKind]>
}

export interface DemoStreet {
  readonly name: string
  readonly communities: readonly DemoCommunity[]
}

export interface DemoDistrict {
  readonly key: 'wuhua' | 'huangbohai' | 'anning' | 'hongshan' | 'pidu'
  readonly city: { readonly name: string; readonly code: string }
  readonly name: string
  readonly code: string
  /** Degrees; the outline is a box around it. */
  readonly center: readonly [longitude: number, latitude: number]
  readonly streets: readonly DemoStreet[]
  /** The community most matters come from: where the personas work. */
  readonly busiest: string
  /** Departments that take matters over, by the short name people use. */
  readonly departments: ReadonlyArray<readonly [name: string, shortName: string, duty: string]>
}

const community = (
  name: string,
  gridCount: number,
  ...compounds: ReadonlyArray<readonly [string, CompoundKind]>
): DemoCommunity => ({ name, gridCount, compounds })

const wuhua: DemoDistrict = {
  key: 'wuhua',
  city: { name: '昆明市', code: '530100000000' },
  name: '五华区',
  code: '530102000000',
  center: [102.7, 25.05],
  busiest: '虹山中路社区',
  streets: [
    {
      name: '护国街道',
      communities: [
        community('护国路社区', 3, ['护国大院', 'unit'], ['南强巷院', 'old']),
        community('文庙社区', 2, ['文庙直街院', 'old']),
        community('大德社区', 2, ['大德花园', 'commercial']),
      ],
    },
    {
      name: '大观街道',
      communities: [
        community('篆塘社区', 3, ['篆新小区', 'old'], ['大观新居', 'commercial']),
        community('靖国社区', 2, ['靖国新村', 'old']),
      ],
    },
    {
      name: '华山街道',
      communities: [community('翠湖社区', 2, ['翠明园', 'old']), community('圆通社区', 2, ['圆通花园', 'commercial'])],
    },
    {
      name: '龙翔街道',
      communities: [
        community('麻园社区', 3, ['麻园新村', 'selfBuilt'], ['龙翔苑', 'old']),
        community('建设路社区', 2, ['建工新村', 'unit']),
      ],
    },
    {
      name: '丰宁街道',
      communities: [
        community('虹山中路社区', 4, ['虹山新村', 'old'], ['丰宁家园', 'resettlement'], ['虹山花园', 'commercial']),
        community('虹山南路社区', 2, ['丰宁小区', 'old']),
      ],
    },
    {
      name: '莲华街道',
      communities: [
        community('教场社区', 3, ['教场中路小区', 'old'], ['蓝花楹苑', 'commercial']),
        community('学府社区', 2, ['学府花园', 'unit']),
      ],
    },
    {
      name: '红云街道',
      communities: [
        community('红菱社区', 3, ['红菱小区', 'old'], ['云景嘉园', 'commercial']),
        community('霖雨社区', 2, ['霖雨花园', 'resettlement']),
      ],
    },
    {
      name: '黑林铺街道',
      communities: [
        community('西城社区', 3, ['西城时代', 'commercial'], ['昭宗小区', 'resettlement']),
        community('海源社区', 2, ['海源北苑', 'commercial']),
      ],
    },
    {
      name: '普吉街道',
      communities: [
        community('龙泉社区', 2, ['普吉新城', 'resettlement']),
        community('尖山社区', 2, ['尖山小区', 'resettlement']),
      ],
    },
    {
      name: '西翥街道',
      communities: [
        community('大村社区', 2, ['大村一组院', 'selfBuilt']),
        community('沙朗社区', 2, ['沙朗新居', 'resettlement']),
      ],
    },
  ],
  departments: [
    ['五华区城市管理局', '区城管局', '市容环境、占道经营、户外广告、违法搭建'],
    ['五华区住房和城乡建设局', '区住建局', '物业管理、电梯更新、房屋安全、维修资金'],
    ['五华区水务局', '区水务局', '排水管网、内涝、河道'],
    ['五华区市场监督管理局', '区市场监管局', '食品安全、特种设备、价格'],
    ['五华区卫生健康局', '区卫健局', '医疗服务、公共卫生'],
    ['昆明市公安局五华分局', '五华公安分局', '治安、噪音扰民、交通秩序'],
    ['五华区消防救援大队', '区消防大队', '消防通道、火灾隐患'],
  ],
}

const huangbohai: DemoDistrict = {
  key: 'huangbohai',
  city: { name: '烟台市', code: '370600000000' },
  name: '黄渤海新区',
  code: '370671000000',
  center: [121.22, 37.56],
  busiest: '国奥社区',
  streets: [
    {
      name: '福莱山街道',
      communities: [
        community('国奥社区', 3, ['国奥天地', 'commercial'], ['奥园小区', 'commercial']),
        community('黄河社区', 2, ['黄河小区', 'old']),
      ],
    },
    {
      name: '八角街道',
      communities: [
        community('悦海社区', 3, ['悦海花园', 'commercial'], ['八角新苑', 'resettlement']),
        community('海平社区', 2, ['海平嘉园', 'resettlement']),
      ],
    },
    {
      name: '古现街道',
      communities: [
        community('明珠社区', 2, ['明珠小区', 'old']),
        community('古现社区', 2, ['古现新居', 'resettlement']),
      ],
    },
    { name: '大季家街道', communities: [community('季翔社区', 2, ['季翔花园', 'resettlement'])] },
    { name: '潮水镇', communities: [community('潮兴社区', 2, ['潮兴家园', 'resettlement'])] },
  ],
  departments: [
    ['黄渤海新区综合行政执法局', '区执法局', '市容环境、占道经营、违法建设'],
    ['黄渤海新区住房和建设局', '区住建局', '物业管理、外墙保温、充电设施'],
    ['黄渤海新区城市管理环卫中心', '区环卫中心', '道路保洁、垃圾清运、公厕'],
    ['黄渤海新区社会事务局', '区社会局', '养老、托幼、社会救助'],
    ['烟台市公安局黄渤海新区分局', '公安分局', '治安、噪音扰民、交通秩序'],
  ],
}

const anning: DemoDistrict = {
  key: 'anning',
  city: { name: '昆明市', code: '530100000000' },
  name: '安宁市',
  code: '530181000000',
  center: [102.48, 24.92],
  busiest: '禄脿社区',
  streets: [
    {
      name: '连然街道',
      communities: [
        community('极乐社区', 3, ['连然小区', 'old'], ['百花苑', 'commercial']),
        community('大屯社区', 2, ['大屯新区', 'resettlement']),
      ],
    },
    {
      name: '金方街道',
      communities: [
        community('昆钢社区', 3, ['建设街坊', 'unit'], ['朝阳新村', 'unit']),
        community('普河社区', 2, ['普河家园', 'resettlement']),
      ],
    },
    {
      name: '禄脿街道',
      communities: [
        community('禄脿社区', 3, ['螳川花园', 'commercial'], ['禄脿老街院', 'old']),
        community('安丰营村', 2, ['安丰新居', 'selfBuilt']),
      ],
    },
    {
      name: '太平新城街道',
      communities: [
        community('桥钢社区', 2, ['太平小镇', 'commercial']),
        community('妥睦社区', 2, ['妥睦新居', 'resettlement']),
      ],
    },
    { name: '温泉街道', communities: [community('温泉社区', 2, ['温泉花园', 'commercial'])] },
    { name: '青龙街道', communities: [community('青龙社区', 2, ['青龙哨院', 'old'])] },
    { name: '草铺街道', communities: [community('青武社区', 2, ['青武新居', 'resettlement'])] },
    { name: '县街街道', communities: [community('石庄社区', 2, ['石庄新苑', 'selfBuilt'])] },
    { name: '八街街道', communities: [community('八街社区', 2, ['八街花苑', 'selfBuilt'])] },
  ],
  departments: [
    ['安宁市城市管理局', '市城管局', '市容环境、占道经营、违法搭建、路灯'],
    ['安宁市住房和城乡建设局', '市住建局', '物业管理、小区改造、房屋安全'],
    ['安宁市水务局', '市水务局', '供水、排水管网、河道'],
    ['安宁市交通运输局', '市交通局', '公交线路、农村公路'],
    ['安宁市委社会工作部', '市委社工部', '基层治理协调、志愿服务'],
    ['安宁市公安局', '市公安局', '治安、噪音扰民、交通秩序'],
  ],
}

const hongshan: DemoDistrict = {
  key: 'hongshan',
  city: { name: '赤峰市', code: '150400000000' },
  name: '红山区',
  code: '150402000000',
  center: [118.95, 42.27],
  busiest: '老爷庙社区',
  streets: [
    {
      name: '西屯街道',
      communities: [
        community('老爷庙社区', 3, ['西屯小区', 'old'], ['平安家园', 'resettlement']),
        community('西屯社区', 2, ['钢铁西街院', 'unit']),
      ],
    },
    {
      name: '西城街道',
      communities: [
        community('红山郡社区', 3, ['红山郡', 'commercial'], ['西城花园', 'commercial']),
        community('园林路社区', 2, ['园林小区', 'old']),
      ],
    },
    {
      name: '站前街道',
      communities: [community('花园社区', 2, ['花园小区', 'old']), community('站前社区', 2, ['铁路新村', 'unit'])],
    },
    { name: '永巨街道', communities: [community('永巨社区', 2, ['永巨家园', 'old'])] },
    { name: '三中街街道', communities: [community('松州园社区', 2, ['松州花园', 'commercial'])] },
  ],
  departments: [
    ['红山区城市管理综合执法局', '区执法局', '市容环境、占道经营、违法搭建'],
    ['红山区住房和城乡建设局', '区住建局', '物业管理、供热、房屋安全'],
    ['红山区民政局', '区民政局', '养老、社会组织、社会救助'],
    ['赤峰市公安局红山区分局', '红山公安分局', '治安、噪音扰民、交通秩序'],
  ],
}

const pidu: DemoDistrict = {
  key: 'pidu',
  city: { name: '成都市', code: '510100000000' },
  name: '郫都区',
  code: '510117000000',
  center: [103.89, 30.81],
  busiest: '双柏社区',
  streets: [
    {
      name: '郫筒街道',
      communities: [
        community('双柏社区', 3, ['双柏雅苑', 'commercial'], ['望丛小区', 'old']),
        community('伏龙社区', 2, ['伏龙小区', 'resettlement']),
        community('奎星楼社区', 2, ['奎星楼院', 'old']),
      ],
    },
    {
      name: '犀浦街道',
      communities: [
        community('犀牛社区', 3, ['学林雅苑', 'commercial'], ['犀浦花园', 'old']),
        community('浦公英社区', 2, ['国宁家园', 'resettlement']),
        community('犀和社区', 2, ['犀和苑', 'resettlement']),
        community('犀池社区', 2, ['书院小区', 'commercial']),
      ],
    },
    {
      name: '红光街道',
      communities: [
        community('沐恩社区', 2, ['清水河畔', 'commercial']),
        community('红光社区', 2, ['广场路小区', 'old']),
      ],
    },
    { name: '团结街道', communities: [community('靖源社区', 2, ['学院花园', 'unit'])] },
    { name: '合作街道', communities: [community('顺江社区', 2, ['顺江小区', 'resettlement'])] },
    { name: '安靖街道', communities: [community('喜安社区', 2, ['喜安家园', 'resettlement'])] },
    {
      name: '唐昌街道',
      communities: [
        community('先锋村', 2, ['先锋新村', 'selfBuilt']),
        community('战旗村', 2, ['战旗新居', 'selfBuilt']),
      ],
    },
    { name: '三道堰街道', communities: [community('堰桥社区', 2, ['水乡苑', 'commercial'])] },
    { name: '安德街道', communities: [community('安龙社区', 2, ['安龙新居', 'resettlement'])] },
    { name: '德源街道', communities: [community('菁蓉社区', 2, ['菁蓉小区', 'resettlement'])] },
    { name: '友爱街道', communities: [community('农科社区', 2, ['农科新居', 'selfBuilt'])] },
    { name: '新民场街道', communities: [community('星火社区', 2, ['星火小区', 'resettlement'])] },
    { name: '唐元街道', communities: [community('永宁社区', 2, ['永宁新居', 'selfBuilt'])] },
    { name: '古城街道', communities: [community('望丛社区', 2, ['古城新居', 'selfBuilt'])] },
  ],
  departments: [
    ['郫都区综合行政执法局', '区执法局', '市容环境、占道经营、油烟、违法搭建'],
    ['郫都区住房和城乡建设局', '区住建局', '物业管理、电梯、维修资金、房屋安全'],
    ['郫都区水务局', '区水务局', '二次供水、排水管网、河道'],
    ['郫都区市场监督管理局', '区市场监管局', '食品安全、特种设备、价格'],
    ['郫都区教育局', '区教育局', '学校、托管'],
    ['成都市公安局郫都区分局', '郫都公安分局', '治安、噪音扰民、交通秩序'],
    ['国网成都市郫都供电公司', '供电公司', '供电、充电设施'],
  ],
}

export const demoDistricts: readonly DemoDistrict[] = [wuhua, huangbohai, anning, hongshan, pidu]
