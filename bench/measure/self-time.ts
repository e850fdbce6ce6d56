/** The part of a V8 processor profile that is read here. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string } }[];
  /** Microseconds of the machine's steady clock, which `process.hrtime` reads as well. */
  startTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** Self time in milliseconds by package or room and by function, largest first. Waiting is left out. */
export interface SelfTime {
  places: (readonly [name: string, ms: number])[];
  functions: (readonly [name: string, ms: number])[];
  busyMs: number;
}

/** Sums up where the samples were taken that fall between two moments of the steady clock, in
 *  microseconds. */
export function summarizeProfile(profile: CpuProfile, from: number, to: number): SelfTime {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const [places, functions] = [new Map<string, number>(), new Map<string, number>()];
  let busyMs = 0;
  let now = profile.startTime;
  for (const [at, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[at] ?? 0;
    now += delta;
    if (now < from || now > to) continue;
    const frame = frames.get(id);
    if (!frame || ['(idle)', '(root)'].includes(frame.functionName)) continue;
    const ms = delta / 1_000;
    const place = placeOf(frame.url, frame.functionName);
    busyMs += ms;
    add(places, place, ms);
    add(functions, `${frame.functionName || '(anonymous)'}, ${place}`, ms);
  }
  return { places: largestFirst(places), functions: largestFirst(functions), busyMs };
}

/** The package, the room of ours, or the part of Node that a function stands in. */
export function placeOf(url: string, functionName: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)';
  if (url.startsWith('node:'))
    return `node:${
      url
        .slice(5)
        .replace(/^internal\//, '')
        .split('/')[0]
    }`;
  const [, named] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (named) return named;
  const [, room] = /\/((?:gateway|subgraphs|schema|db|formats|cli|bench)\/.*)$/.exec(url) ?? [];
  return room ?? url;
}

const add = (sums: Map<string, number>, name: string, ms: number) =>
  sums.set(name, (sums.get(name) ?? 0) + ms);
const largestFirst = (sums: Map<string, number>) => [...sums].sort(([, a], [, b]) => b - a);
