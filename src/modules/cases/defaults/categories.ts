import type { TimeLimit } from '#kernel/time'
import type { HandlerKind } from '../contract.ts'

/** A category as it is brought along: a name, or a name with what holds for it and what is below it. */
export interface DefaultCategory {
  readonly name: string
  /** 处置 limit. */
  readonly handling?: TimeLimit
  readonly urgentHandling?: TimeLimit
  readonly handlerKind?: HandlerKind
  readonly filingCondition?: string
  readonly closingCondition?: string
  readonly below?: readonly (string | DefaultCategory)[]
}

const workDays = (amount: number): TimeLimit => ({ unit: 'work_day', amount })
const workHours = (amount: number): TimeLimit => ({ unit: 'work_hour', amount })
const naturalDays = (amount: number): TimeLimit => ({ unit: 'natural_day', amount })
const urgentHours = (amount: number): TimeLimit => ({ unit: 'urgent_hour', amount })

/**
 * Event classes of 数字城管 in the order of CJ/T 214 (cases §6.1); the limits are those of 济源 and one more city
 * (cases §6.5). The list of sub-classes is not complete in the source, so each class ends with 其他.
 */
const events: DefaultCategory = {
  name: '城市管理',
  handlerKind: 'street',
  filingCondition: '地点说得清，问题还在，归本地管',
  closingCondition: '问题已经消除，有人核查过',
  below: [
    {
      name: '市容环境',
      below: [
        { name: '私搭乱建', handling: workDays(15) },
        { name: '暴露垃圾', handling: workDays(1) },
        { name: '积存垃圾渣土', handling: workDays(4) },
        { name: '道路不洁', handling: workHours(5) },
        { name: '水域不洁', handling: workDays(15) },
        { name: '绿地脏乱', handling: workDays(5) },
        '其他',
      ],
    },
    { name: '宣传广告', below: ['非法小广告', '违章张贴悬挂广告牌匾', '占道广告牌', '街头散发广告', '其他'] },
    { name: '施工管理', below: ['施工扰民', '工地扬尘', '道路遗撒', '施工废弃料', '其他'] },
    {
      name: '突发事件',
      // 水电气热: dispatched within 2 h, fed back within 24 h; emergencies within 2 h (DB11/T 2021-2022, cases §5.3).
      handling: naturalDays(1),
      urgentHandling: urgentHours(2),
      below: ['路面塌陷', '自来水管破裂', '燃气管道破裂', '下水道堵塞或破损', '其他'],
    },
    { name: '街面秩序', below: ['无照经营游商', '流浪乞讨', '占道废品收购', '店外经营', '机动车乱停放', '其他'] },
  ],
}

/** Objects 部件 of 数字城管, the most frequent of each class (cases §6.2); 房屋和电梯 and 公共设施 are ours. */
const objects: DefaultCategory = {
  name: '市政设施',
  handlerKind: 'street',
  below: [
    { name: '公用设施', below: ['井盖', '路灯', '健身设施', '消防设施', '通讯和电力设施', '其他'] },
    { name: '道路交通设施', below: ['停车场', '公交站亭', '交通标志牌', '信号灯', '护栏', '路名牌', '其他'] },
    { name: '市容环境设施', below: ['公共厕所', '化粪池', '垃圾间', '垃圾箱', '其他'] },
    { name: '园林绿化', below: ['古树名木', '行道树', '绿地', '雕塑和坐椅', '其他'] },
    { name: '房屋土地', below: ['房屋和电梯', '宣传栏', '人防工事', '公房地下室', '其他'] },
    { name: '其他设施', below: ['公共设施', '工地', '水域设施', '其他'] },
  ],
}

/** 民生服务 of the grid event code (cases §6.3), with 养老服务; help is given within 3 work days (cases §5.3). */
const livelihood: DefaultCategory = {
  name: '民生服务',
  handling: workDays(3),
  handlerKind: 'community',
  below: [
    { name: '教育和就业', below: ['教育', '就业', '社保'] },
    { name: '健康和养老', below: ['医疗', '养老服务', '婚育收养'] },
    { name: '住房和出行', below: ['住房', '交通', '公共事业'] },
    { name: '办事和经营', below: ['证件办理', '企业服务', '资质', '经营纳税', '一站审批'] },
    '其他民生',
  ],
}

/** 矛盾劝解 of the grid event code (cases §6.3); complex matters are fed back within 15 days (DB11/T, cases §5.3). */
const disputes: DefaultCategory = {
  name: '矛盾纠纷',
  handling: naturalDays(15),
  handlerKind: 'community',
  below: [
    { name: '邻里和家庭', below: ['邻里纠纷', '婚姻家庭', '房屋和宅基地', '环境生态'] },
    { name: '小区治理', below: ['物业管理', '村（社区）务管理', '建筑工程'] },
    { name: '劳动和合同', below: ['劳资纠纷', '合同履行', '经济活动', '企业改制'] },
    { name: '土地和征迁', below: ['征地拆迁', '山林土地', '农村“三资”', '农民负担'] },
    { name: '公共服务', below: ['医患纠纷', '院校问题', '行政执法活动', '司法活动', '干部作风', '军人安置'] },
    {
      name: '其他矛盾',
      below: ['信访问题处理', '不稳定因素报告', '民族宗教', '交通及生产安全', '海事渔事', '计划生育', '其他'],
    },
  ],
}

/** 治安防范 and 公共安全 of the grid event code (cases §6.3, §5.6). */
const peace: DefaultCategory = {
  name: '平安建设',
  handlerKind: 'street',
  below: [
    { name: '治安防范', below: ['物防', '技防', '刑事治安案件', '隐患或线索', '守楼护院', '防毒控毒', '其他'] },
    {
      name: '公共安全',
      urgentHandling: urgentHours(2),
      below: ['消防安全', '安全生产', '食品安全', '环境污染', '其他'],
    },
    { name: '社情民意', below: ['意见建议', '政策咨询', '感谢表扬', '其他'] },
  ],
}

/** The categories the platform brings along: three levels, coded two digits a level in the order written here. */
export const defaultCategories: readonly DefaultCategory[] = [events, objects, livelihood, disputes, peace]
