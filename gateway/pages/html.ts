/** The languages our own pages speak. */
export type PageLanguage = 'zh' | 'en';

/** The language of a page: `?lang=` first, then the client's own order of preference, then English. */
export function pageLanguage(asked: string | undefined, accepted: string | undefined): PageLanguage {
  if (asked === 'zh' || asked === 'en') return asked;
  const ranked = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ language, quality }) => (language === 'zh' || language === 'en') && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return ranked[0]?.language === 'zh' ? 'zh' : 'en';
}

const landingText = {
  en: {
    title: 'Cograph',
    tagline: 'One graph of shared science and technology',
    sentences: [
      'Cograph is one graph of what regions share in science and technology: instruments, technology, knowledge and materials, the organisations that provide them, and the projects that create value with them.',
      'Each regional platform keeps its own data and rules, and one question still crosses all of them.',
      'Every field says who may see it, and an answer names what it withholds.',
    ],
    open: 'Open the playground',
    addresses: 'Addresses',
    playground: 'Ask questions in the browser, starting from worked examples.',
    graph: 'The graph itself: send GraphQL here by POST.',
    live: 'Answers while the process runs.',
    ready: 'Answers 200 once the graph can be asked.',
    other: '中文',
  },
  zh: {
    title: 'Cograph',
    tagline: '区域科技资源共享一张图',
    sentences: [
      'Cograph 把各区域共享的科技资源连成一张图：仪器设备、技术、知识和实验材料，提供它们的机构，以及用它们共创价值的项目。',
      '各区域平台保有自己的数据和规则，一次查询仍可贯穿所有平台。',
      '每个字段都写明谁可以查看，查询结果会说明哪些内容未予显示。',
    ],
    open: '打开查询台',
    addresses: '地址',
    playground: '在浏览器中提问，可从现成的示例开始。',
    graph: '图的接口：以 POST 方式发送 GraphQL 查询。',
    live: '进程运行时即有应答。',
    ready: '可以查询时返回 200。',
    other: 'English',
  },
} as const;

function head(title: string): string {
  return `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" type="image/svg+xml" href="/playground/assets/mark.svg">
<link rel="stylesheet" href="/playground/assets/pages.css">`;
}

/** The landing page: what this is, and the addresses to go on from. */
export function landingHtml(language: PageLanguage): string {
  const text = landingText[language];
  const other = language === 'zh' ? 'en' : 'zh';
  const row = (path: string, words: string) =>
    `<li><a href="${path}"><code>${path}</code></a><span>${words}</span></li>`;
  return `<!doctype html>
<html lang="${language}">
<head>
${head(`${text.title} · ${text.tagline}`)}
<meta name="description" content="${text.sentences[0]}">
</head>
<body class="landing">
<header class="bar">
<span class="brand"><img src="/playground/assets/mark.svg" alt="" width="22" height="22">${text.title}</span>
<a class="language" href="/?lang=${other}" lang="${other}" hreflang="${other}">${text.other}</a>
</header>
<main>
<h1>${text.tagline}</h1>
${text.sentences.map((sentence) => `<p>${sentence}</p>`).join('\n')}
<p><a class="action" href="/playground?lang=${language}">${text.open}</a></p>
<h2>${text.addresses}</h2>
<ul class="addresses">
${row('/playground', text.playground)}
${row('/graphql', text.graph)}
${row('/health/live', text.live)}
${row('/health/ready', text.ready)}
</ul>
</main>
</body>
</html>
`;
}

const playgroundText = {
  en: {
    title: 'Playground',
    persona: 'Ask as',
    hint: 'Counts from the next run on; nothing is run again by itself.',
    reset: 'Restore examples',
  },
  zh: {
    title: '查询台',
    persona: '身份',
    hint: '从下一次运行起生效，不会自动重新运行。',
    reset: '恢复示例',
  },
} as const;

/** The playground's frame; boot.js fills it. Without personas there is no switch and nothing asks for
 *  their tokens. */
export function playgroundHtml(language: PageLanguage, hasPersonas: boolean): string {
  const text = playgroundText[language];
  const persona = `<label class="persona"><span data-text="persona">${text.persona}</span>
<select id="persona" autocomplete="off" aria-describedby="persona-hint">
<option value="">Nobody / 无身份</option></select></label>
<span id="persona-hint" class="unseen" data-text="hint">${text.hint}</span>`;
  return `<!doctype html>
<html lang="${language}">
<head>
${head(`Cograph · ${text.title}`)}
<link rel="stylesheet" href="/playground/assets/graphiql.min.css">
<link rel="stylesheet" href="/playground/assets/playground.css">
<script defer src="/playground/assets/react.production.min.js"></script>
<script defer src="/playground/assets/react-dom.production.min.js"></script>
<script defer src="/playground/assets/graphiql.min.js"></script>
<script defer src="/playground/assets/boot.js"></script>
</head>
<body class="playground">
<header class="bar">
<a class="brand" href="/"><img src="/playground/assets/mark.svg" alt="" width="22" height="22">Cograph</a>
${hasPersonas ? persona : ''}
<button type="button" id="reset" data-text="reset">${text.reset}</button>
<select id="language" class="language" aria-label="Language / 语言" autocomplete="off">
<option value="en" lang="en">English</option><option value="zh" lang="zh">中文</option></select>
</header>
<main id="graphiql" lang="en"><p class="loading" role="status">Loading… / 正在载入…</p></main>
<noscript><p class="loading">The playground needs JavaScript. / 查询台需要启用 JavaScript。</p></noscript>
</body>
</html>
`;
}
