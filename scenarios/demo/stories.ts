// What residents say and how it ends: invented, in the manner of real appeals. `{place}` is the compound or village
// it is told of. Category is the name of a leaf of the categories that the platform brings along.

export interface Story {
  readonly title: string
  readonly body: string
  readonly category: string
  /** Who handles it: the community itself, the street, or the department whose duty names one of these words. */
  readonly solver: 'community' | 'street' | { readonly duty: string }
  readonly resolve: string
  readonly close: string
  /** What changed, for everybody; left out, nothing is published. */
  readonly headline?: string
  readonly urgent?: boolean
}

const duty = (word: string): { readonly duty: string } => ({ duty: word })

export const stories: readonly Story[] = [
  { title: '3 单元污水从井盖冒出来', body: '{place} 3 单元门口的污水井冒水，味道很大，住一楼的老人开不了窗。上周也冒过一次。', category: '下水道堵塞或破损', solver: duty('排水管网'), resolve: '机械疏通主管 40 米，清出淤泥约 0.3 立方米，放水试了一桶，流得走。', close: '堵的是 2 单元到 3 单元之间的主管，已经疏通。下周再来看一次，要是又慢，就换这一段管子。', headline: '{place} 3 单元的污水井，不冒了', urgent: true },
  { title: '后门那条路晚上没有灯', body: '{place} 后门到菜市场那段路，4 盏路灯灭了快半个月，孩子下晚自习要打着手电走。', category: '路灯', solver: duty('市容环境'), resolve: '换了 4 盏灯和一段老化的线，当晚试亮。', close: '4 盏灯都换好了，每天晚上 7 点自动亮。', headline: '{place} 后门那条路，灯亮了' },
  { title: '电动车停在楼道里充电', body: '{place} 1 幢一楼楼道里每晚有三四辆电动车拉线充电，半夜有焦味，太吓人了。', category: '消防安全', solver: duty('消防通道'), resolve: '会同物业清走楼道里的 4 辆车，拆了私拉的线，跟三户当面讲清了。', close: '楼道清空了。充电棚加了 12 个插口，今晚就能用，第一个月不收服务费。', headline: '{place} 充电棚，加了 12 个插口', urgent: true },
  { title: '消防通道被私家车占住', body: '{place} 北门消防通道又停满了车，救护车昨天进不来，绕了一大圈。', category: '机动车乱停放', solver: duty('交通秩序'), resolve: '联系车主挪走 6 辆，贴了告知书，地面重新画了禁停线。', close: '通道已经腾出来，物业每晚 8 点巡一次，再占的车当场通知挪走。', headline: '{place} 北门消防通道，让出来了' },
  { title: '电梯又困人了', body: '{place} 4 幢 2 单元电梯今天早上困了一个老太太二十分钟，这个月第三次了，到底修没修好？', category: '房屋和电梯', solver: duty('电梯'), resolve: '维保单位更换门机皮带和两块控制板，检验所复检合格，贴了新的合格标志。', close: '电梯修好并通过复检，维保单位承诺三个月内每周来看一次。', headline: '{place} 4 幢的电梯，三周没再困人', urgent: true },
  { title: '夜市油烟熏得开不了窗', body: '{place} 楼下烧烤店晚上十一点还在炒，油烟直接往楼上灌，家里老人有哮喘。', category: '店外经营', solver: duty('占道经营'), resolve: '三家店加装了油烟净化器，烧烤炉移进店内，两家店外桌椅撤走。', close: '三家店都装了净化器。夜里 11 点以后再有油烟，打社区值班电话，我们当场去。', headline: '{place} 楼下的烧烤，搬进店里了' },
  { title: '工地半夜还在打桩', body: '{place} 旁边工地昨晚一点多还在打桩，孩子明天要考试，一家人都睡不着。', category: '施工扰民', solver: duty('噪音'), resolve: '现场叫停夜间施工，责令工地公示施工时间，处罚决定书已送达。', close: '工地承诺晚 10 点到早 6 点不施工，考试期间全天不打桩。再有动静，拍视频发给我们。', headline: '{place} 旁边的工地，夜里停了' },
  { title: '广场舞音响太大', body: '{place} 门口广场每晚七点到九点半放音响，窗户关着都听得见，家里有刚满月的宝宝。', category: '邻里纠纷', solver: 'community', resolve: '和领舞的两位阿姨、住户代表坐下来谈了一次，说好了时间和音量。', close: '约定每晚 8 点半结束，音响换成小的，背对居民楼。双方都签了字。', headline: '{place} 门口的舞照跳，声音小了' },
  { title: '垃圾桶满了两天没人收', body: '{place} 东门三个垃圾桶满了两天，垃圾堆到地上，苍蝇多得很。', category: '暴露垃圾', solver: duty('市容环境'), resolve: '当天清运完，桶和地面都冲洗消毒了。', close: '已清运。这里改成早晚各收一次。' },
  { title: '绿化带里堆了一车建筑垃圾', body: '{place} 西侧绿化带不知道谁倒了一车装修垃圾，还有碎玻璃，小孩在旁边玩很危险。', category: '积存垃圾渣土', solver: duty('市容环境'), resolve: '清走两车渣土，查监控找到装修户，补交清运费。', close: '渣土清走，碎玻璃捡干净了，装了一个提示牌和摄像头。', headline: '{place} 西边的绿化带，清出来了' },
  { title: '楼顶搭了阳光房', body: '{place} 6 幢顶楼在搭阳光房，天天敲，下雨就往我家漏。', category: '私搭乱建', solver: duty('违法搭建'), resolve: '下达停工通知和限期拆除通知，住户自行拆除，现场复核完毕。', close: '阳光房已经拆除，屋面防水由住户负责修复，物业看过不漏了。' },
  { title: '路面塌了一个坑', body: '{place} 门口路面塌了一个脸盆大的坑，晚上看不见，刚才有人骑车摔了。', category: '路面塌陷', solver: 'street', resolve: '先围挡、放警示灯，查明是雨水管脱节，换管后回填、铺了沥青。', close: '坑已修好，是下面的雨水管脱节了，一起换了 3 米管子。', headline: '{place} 门口的坑，填平了', urgent: true },
  { title: '自来水发黄', body: '{place} 这两天早上水龙头出来的水是黄的，放半个小时才清，能不能喝？', category: '自来水管破裂', solver: duty('供水'), resolve: '排查为楼前老铁管锈蚀，冲洗管网并更换 28 米钢塑管，水样检测合格。', close: '换了 28 米管子，水样检测合格，报告贴在单元门口。', headline: '{place} 的水，清了' },
  { title: '二次供水压力太小', body: '{place} 顶层洗澡水跟线一样细，热水器打不着火，反映过两次了。', category: '公共事业', solver: duty('二次供水'), resolve: '泵房更换一台变频泵，调整高区压力，顶层实测 0.15 兆帕。', close: '换了一台泵，顶层压力测过够用。', headline: '{place} 顶层，能洗上澡了' },
  { title: '想在单元门口加一个扶手', body: '{place} 2 单元门口三级台阶没有扶手，住的大多是老人，下雨天滑，能不能装一个？', category: '养老服务', solver: 'community', resolve: '装了一副不锈钢扶手，贴了防滑条。', close: '扶手装好了，几位老人试过，说稳当。钱从社区微基金里出，账贴在公示栏。', headline: '{place} 2 单元门口，装上了扶手' },
  { title: '健身器材螺丝松了', body: '{place} 小广场的漫步机一边螺丝掉了，踩上去一晃，孩子老去玩。', category: '公共设施', solver: 'community', resolve: '螺丝换新、上了防松垫，其余 6 件一起查了一遍。', close: '修好了，7 件器材都查过。' },
  { title: '小区里遛狗不牵绳', body: '{place} 有一户的大狗天天不牵绳，昨天扑到小学生身上，没咬但是吓哭了。', category: '邻里纠纷', solver: 'community', resolve: '上门谈了两次，主人买了牵引绳，也去办了犬证、打了疫苗。', close: '狗主人当面道了歉，承诺出门牵绳。门口贴了文明养犬的约定。' },
  { title: '两户为楼道堆物吵起来', body: '{place} 5 幢 301 和 302 为楼道里堆的纸箱吵了一个月，昨晚差点动手，请社区管一管。', category: '邻里纠纷', solver: 'community', resolve: '人民调解员和楼长一起谈了一晚，纸箱当天清走，两家握了手。', close: '楼道清干净了，两家都在调解书上签了字。' },
  { title: '物业费涨了没公示', body: '{place} 物业 6 月起每平米多收三毛，从来没开过会，也没贴过公示。', category: '物业管理', solver: duty('物业管理'), resolve: '约谈物业，责令退回多收部分，按程序征求业主意见后再议。', close: '多收的钱退到下月物业费里，涨不涨由业主大会表决。', headline: '{place} 多收的物业费，退了' },
  { title: '维修资金怎么用看不懂', body: '{place} 说用了 12 万修屋面，钱怎么花的没有明细，我们出钱的人想看一看。', category: '物业管理', solver: duty('维修资金'), resolve: '调出资金使用审批和发票，和业委会一起列成表。', close: '12 万元逐笔列表贴在每个单元门口，发票复印件在物业随时可以看。', headline: '{place} 修屋面的 12 万，逐笔贴出来了' },
  { title: '外墙保温层掉下来一块', body: '{place} 6 幢南面外墙掉下来一块保温板，有半个桌子大，下面就是人走的路。', category: '房屋和电梯', solver: duty('房屋安全'), resolve: '拉了警戒线，请检测单位敲查整面墙，空鼓处铲除重做 26 平米。', close: '整面墙查过，松的都铲掉重做了，费用走维修资金应急程序。', headline: '{place} 6 幢的外墙，修好了', urgent: true },
  { title: '学校门口放学堵成一团', body: '{place} 旁边小学放学时，三轮车、私家车把路堵死，孩子从车缝里钻。', category: '机动车乱停放', solver: duty('交通秩序'), resolve: '放学时段加派一名辅警和四名志愿者，划出家长等候区。', close: '放学那 40 分钟有人管了，家长等候区画在路南。', headline: '小学门口，放学那 40 分钟不堵了' },
  { title: '摊贩占了人行道', body: '{place} 门口人行道早上全是菜摊，推婴儿车只能走到车行道上。', category: '无照经营游商', solver: duty('占道经营'), resolve: '和摊主商量搬进旁边空地的临时疏导点，划了 18 个摊位。', close: '菜摊搬到旁边空地，早上 6 点到 9 点开，人行道空出来了。', headline: '门口的菜摊，有了自己的地方' },
  { title: '楼下诊所医疗废物乱丢', body: '{place} 一楼诊所把带血的棉球丢进生活垃圾桶，捡垃圾的老人差点扎到手。', category: '医疗', solver: duty('公共卫生'), resolve: '立案调查并处罚，诊所签了医疗废物处置合同。', close: '诊所已被处罚，医疗废物由专门的车每两天收一次。' },
  { title: '想办老年卡，不知道带什么', body: '我妈满 65 了，住{place}，想办老年优待证，要带哪些材料，在哪里办？', category: '证件办理', solver: 'community', resolve: '电话讲清了材料，第二天上门帮老人办了。', close: '带身份证、一张照片就行，社区一楼能办。老人腿脚不便，我们上门办好了。' },
  { title: '公交车站没有座椅和雨棚', body: '{place} 对面的公交站就一根杆子，老人站着等半个小时，下雨没处躲。', category: '交通', solver: 'street', resolve: '协调公交公司加装长凳和雨棚。', close: '加了一条长凳和 4 米雨棚。', headline: '{place} 对面的车站，能坐着等车了' },
  { title: '希望公交车多停一站', body: '{place} 住了两千多人，最近的站要走 900 米，老人去医院很不方便，能不能加一站？', category: '交通', solver: 'street', resolve: '公交公司踏勘后答复：路口间距不足 150 米，加站不符合行车安全要求，今年不能加。', close: '这次没办成：加站的位置离路口太近，公交公司书面答复附后。我们另外申请了社区班车，有结果再告诉您。', headline: '{place} 公交加站，这次没办成' },
  { title: '井盖松了，车一过就响', body: '{place} 门口的井盖松了，每辆车过都"哐"一声，一晚上响到天亮。', category: '公共设施', solver: 'street', resolve: '换了防响胶圈，井座重新坐浆。', close: '井盖不响了。' },
  { title: '网络电线乱得像蜘蛛网', body: '{place} 楼间飞线垂到一人高，有一根拖在地上，不知道带不带电。', category: '公共设施', solver: 'street', resolve: '四家运营商一起剪除废线 300 米，余下的捆扎抬高。', close: '废线剪掉了，余下的抬到 4 米以上。', headline: '{place} 头顶的飞线，理顺了' },
  { title: '雨后积水过脚踝', body: '{place} 车库口每次下雨都积水到脚踝，昨天两辆车进水了。', category: '下水道堵塞或破损', solver: duty('内涝'), resolve: '清了 6 个雨水篦子，车库口加了一道截水沟。', close: '截水沟做好了，上周那场雨没有再积水。', headline: '{place} 车库口，下雨不积水了' },
  { title: '河边护栏断了一截', body: '{place} 后面河边步道护栏断了两米，晚上散步的人多，孩子也多。', category: '公共设施', solver: duty('河道'), resolve: '先用围挡，三天后焊好 12 米新护栏。', close: '12 米护栏换新了。', headline: '河边断的护栏，接上了', urgent: true },
  { title: '小广告贴满单元门', body: '{place} 每个单元门上都是开锁、贷款的小广告，撕了又贴。', category: '非法小广告', solver: 'community', resolve: '志愿者一起清了 14 个单元门，号码报给城管停机。', close: '清干净了，14 个号码报停 9 个。' },
  { title: '暖气不热', body: '{place} 3 号楼暖气片摸着都是温的，家里 15 度，老人裹着棉袄。', category: '公共事业', solver: duty('供热'), resolve: '换热站清洗过滤器，楼内平衡阀调整，入户测温 20.5 度。', close: '入户测了三家，都在 20 度以上。', headline: '{place} 3 号楼，暖和了' },
  { title: '独居老人两天没开门', body: '{place} 7 幢 102 的独居奶奶两天没出来，敲门没人应，灯一直亮着。', category: '养老服务', solver: 'community', resolve: '网格员联系到女儿，开门后发现老人摔倒，送医及时，已脱险。', close: '老人髋部骨折已手术。社区给她装了一键呼叫，楼长每天看一眼。', urgent: true },
  { title: '超市卖过期牛奶', body: '{place} 门口超市的牛奶过期三天还在架上，我儿子喝了拉肚子。', category: '食品安全', solver: duty('食品安全'), resolve: '现场查封过期食品 23 件，立案处罚，退一赔十。', close: '超市已经赔偿，被罚款并整改，三个月后复查。' },
  { title: '拖欠三个月工资', body: '我在{place} 对面的装修公司做木工，欠了三个月工资两万一，老板电话不接了。', category: '劳资纠纷', solver: 'street', resolve: '司法所和劳动监察约老板到场，当面签了分两次付清的协议。', close: '第一笔一万已经到账，第二笔月底前付，我们盯着。' },
  { title: '充电桩建在谁家门口', body: '{place} 说要建充电棚，就在 1 幢窗户下面，我们不同意，能不能换个地方？', category: '邻里纠纷', solver: 'community', resolve: '开了两次院坝会，18 户到场，改到东墙边，离楼 8 米。', close: '改到东墙边，大家举手通过，记录贴在门口。', headline: '充电棚建在哪，{place} 自己议定了' },
]
