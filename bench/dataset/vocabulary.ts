/** Instruments as catalogues name them; the other half of the equipment takes its Chinese name from the
 *  national classification and has no English one. */
export const instruments: readonly [zh: string, en: string][] = [
  ['高效液相色谱仪', 'High-performance liquid chromatograph'],
  ['气相色谱质谱联用仪', 'Gas chromatograph with mass spectrometer'],
  ['三重四极杆液质联用仪', 'Triple quadrupole LC-MS'],
  ['电感耦合等离子体质谱仪', 'Inductively coupled plasma mass spectrometer'],
  ['傅里叶变换红外光谱仪', 'Fourier-transform infrared spectrometer'],
  ['激光拉曼光谱仪', 'Laser Raman spectrometer'],
  ['原子吸收分光光度计', 'Atomic absorption spectrophotometer'],
  ['核磁共振波谱仪', 'Nuclear magnetic resonance spectrometer'],
  ['扫描电子显微镜', 'Scanning electron microscope'],
  ['透射电子显微镜', 'Transmission electron microscope'],
  ['激光共聚焦显微镜', 'Confocal laser microscope'],
  ['原子力显微镜', 'Atomic force microscope'],
  ['X射线衍射仪', 'X-ray diffractometer'],
  ['X射线光电子能谱仪', 'X-ray photoelectron spectrometer'],
  ['差示扫描量热仪', 'Differential scanning calorimeter'],
  ['热重分析仪', 'Thermogravimetric analyser'],
  ['流式细胞仪', 'Flow cytometer'],
  ['基因测序仪', 'Gene sequencer'],
  ['实时荧光定量PCR仪', 'Real-time quantitative PCR system'],
  ['超速离心机', 'Ultracentrifuge'],
  ['冷冻干燥机', 'Freeze dryer'],
  ['生物反应器', 'Bioreactor'],
  ['溶出度试验仪', 'Dissolution tester'],
  ['药物稳定性试验箱', 'Drug stability chamber'],
  ['万能材料试验机', 'Universal testing machine'],
  ['疲劳试验机', 'Fatigue testing machine'],
  ['三坐标测量机', 'Coordinate measuring machine'],
  ['振动试验台', 'Vibration test stand'],
  ['高低温湿热试验箱', 'Climatic test chamber'],
  ['频谱分析仪', 'Spectrum analyser'],
  ['矢量网络分析仪', 'Vector network analyser'],
  ['飞秒激光器', 'Femtosecond laser'],
];

/** What providers put before a name, most often nothing. */
export const prefixes: readonly [zh: string, en: string][] = [
  ['', ''],
  ['', ''],
  ['', ''],
  ['高分辨', 'High-resolution '],
  ['全自动', 'Automatic '],
  ['便携式', 'Portable '],
  ['台式', 'Bench-top '],
  ['在线', 'On-line '],
  ['低温', 'Cryogenic '],
];

/** What an organisation works on. */
export const fields: readonly [zh: string, en: string][] = [
  ['药物分析', 'Drug Analysis'],
  ['生物医药', 'Biomedicine'],
  ['精密仪器', 'Precision Instruments'],
  ['新材料', 'Advanced Materials'],
  ['环境监测', 'Environmental Monitoring'],
  ['电子信息', 'Electronics'],
  ['船舶动力', 'Marine Power'],
  ['现代农业', 'Modern Agriculture'],
  ['化工', 'Chemical Engineering'],
  ['新能源', 'New Energy'],
  ['航空航天', 'Aerospace'],
  ['食品检测', 'Food Testing'],
];

/** What an organisation is, with the kind it counts as. */
export const bodies: readonly [zh: string, en: string, kind: string][] = [
  ['研究院', 'Institute', 'RESEARCH_INSTITUTE'],
  ['重点实验室', 'Key Laboratory', 'LABORATORY'],
  ['检测技术有限公司', 'Testing Services', 'SERVICE_PROVIDER'],
  ['科技有限公司', 'Technology Company', 'SME'],
  ['集团', 'Group', 'LEADING_ENTERPRISE'],
  ['职业大学', 'University', 'UNIVERSITY'],
  ['产业园', 'Park', 'INCUBATOR'],
  ['学会', 'Society', 'LEARNED_SOCIETY'],
];

export const surnames: readonly [zh: string, en: string][] = [
  ['王', 'Wang'],
  ['李', 'Li'],
  ['张', 'Zhang'],
  ['刘', 'Liu'],
  ['陈', 'Chen'],
  ['杨', 'Yang'],
  ['黄', 'Huang'],
  ['周', 'Zhou'],
];
export const givenNames: readonly [zh: string, en: string][] = [
  ['伟', 'Wei'],
  ['芳', 'Fang'],
  ['静', 'Jing'],
  ['磊', 'Lei'],
  ['晓明', 'Xiaoming'],
  ['丽娜', 'Lina'],
  ['建国', 'Jianguo'],
  ['思远', 'Siyuan'],
];

/** What is searched for: words of many names and of few, from instruments and from the classification. */
export const searchWords: readonly string[] = [
  '液相色谱',
  '质谱仪',
  '激光共聚焦',
  '核磁共振',
  '电子显微镜',
  '衍射仪',
  '离心机',
  '测序仪',
  '试验箱',
  '飞秒激光器',
  '高分辨 透射',
  '便携式 拉曼',
  '低温 原子力',
  '全自动生物反应器',
  '离子探针',
  '望远镜',
  '浓度计',
  '散射计',
  '活化分析仪',
  '齿轮渐开线',
  '环规检定',
  '荧光亮度',
  '校准装置',
  '正电子扫描',
];
