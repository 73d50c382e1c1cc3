import type { Import, ImportGraph } from './import-graph.ts';

/** The import rules that ARCHITECTURE.md draws. `file` and `Import.file` are paths below src. */

export interface Violation {
  file: string;
  line: number;
  message: string;
}

type Zone = 'platform' | 'local' | 'app' | 'feature';
type Part = 'noun' | 'store' | 'verb' | 'surface';

/** All that the local workspace may know of the app's own code: it meets the app on real sockets only. */
const LOCAL_MAY_IMPORT = ['platform/clock.ts', 'platform/logger.ts'];
/** What a pure rule may not use: they do I/O, or are Slack's. */
const NOT_PURE =
  /^(@slack\/|mongodb$|agenda$|@agendajs\/|nodemailer$|openai|express$|node:(fs|net|http|child_process))/;

/** Every violation of the rules, by file. */
export function findViolations(graph: ImportGraph): Violation[] {
  const broken: Violation[] = [];
  for (const [file, imports] of graph)
    for (const one of imports) {
      const message = one.file === null ? packageRule(file, one) : (fileRule(file, one.file, graph) ?? null);
      if (message !== null) broken.push({ file, line: one.line, message });
    }
  return [...broken, ...findCircles(graph)];
}

function packageRule(file: string, { specifier }: Import): string | null {
  if (specifier.startsWith('@slack/') && zoneOf(file) !== 'local' && !/(^|\/)slack\//.test(file))
    return `only slack/ folders and local/ import ${specifier}`;
  return null;
}

function fileRule(from: string, to: string, graph: ImportGraph): string | null {
  // Data: type checking finds one that isn't there.
  if (to.endsWith('.json')) return null;
  if (!graph.has(to)) return `there is no src/${to}`;
  const [zone, target] = [zoneOf(from), zoneOf(to)];
  if (zone === 'app') return null;
  if (target === 'app')
    return `src/${to} is part of the app, which imports the others and not the other way round`;
  if (zone === 'local')
    return target === 'local' || LOCAL_MAY_IMPORT.includes(to)
      ? null
      : `local/ is Slack’s side of the wire and imports nothing of the app’s (but for ${LOCAL_MAY_IMPORT.join(', ')})`;
  if (target === 'local') return 'local/ is Slack’s side of the wire: the app meets it on sockets only';
  if (zone === 'platform') return target === 'platform' ? null : 'platform/ knows nothing of recruiting';
  return featureRule(from, to, graph);
}

/** Inside a feature: noun ← store ← verbs ← slack, jobs, http. */
function featureRule(from: string, to: string, graph: ImportGraph): string | null {
  const part = partOf(from);
  if (to.startsWith('platform/slack/') && part !== 'surface')
    return 'only slack/ folders import platform/slack: a verb knows nothing of Slack';
  if (zoneOf(to) === 'platform') {
    const storesOnly = part === 'store' && !/^platform\/(database\/|clock\.ts$)/.test(to);
    return storesOnly ? 'of platform/, a store imports database/ only' : null;
  }
  const target = partOf(to);
  if (target === 'surface' && part !== 'surface')
    return 'a slack/ folder, jobs.ts and http.ts are for themselves and app.ts';
  if (target === 'store' && part === 'surface') return 'this goes through a verb: only verbs import a store';
  if (target === 'store' && featureOf(from) !== featureOf(to))
    return 'another feature’s store: ask one of its verbs';
  if (part === 'store' && !isPure(to, graph))
    return `a store imports nouns only, and src/${to} is none (it does I/O)`;
  return null;
}

function zoneOf(file: string): Zone {
  const [top = '', below] = file.split('/');
  if (below === undefined || top === 'sample') return 'app';
  return top === 'platform' || top === 'local' ? top : 'feature';
}

function featureOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function partOf(file: string): Part {
  const [, ...path] = file.split('/');
  if (path[0] === 'slack' || path[0] === 'jobs.ts' || path[0] === 'http.ts') return 'surface';
  return path[0] === 'store.ts' ? 'store' : 'verb';
}

/** A noun: neither itself nor what it imports is a store, a surface, platform code or a package that does I/O. */
function isPure(file: string, graph: ImportGraph, seen = new Set<string>()): boolean {
  if (seen.has(file)) return true;
  seen.add(file);
  if (zoneOf(file) !== 'feature' || partOf(file) !== 'verb') return false;
  return (graph.get(file) ?? []).every((one) =>
    one.file === null ? !NOT_PURE.test(one.specifier) : isPure(one.file, graph, seen),
  );
}

/** Each circle once, told at its first file in the alphabet. */
function findCircles(graph: ImportGraph): Violation[] {
  const found = new Map<string, Violation>();
  const done = new Set<string>();
  const visit = (file: string, path: string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const circle = path.slice(start);
      const first = circle.toSorted()[0] ?? file;
      const turned = [
        ...circle.slice(circle.indexOf(first)),
        ...circle.slice(0, circle.indexOf(first)),
        first,
      ];
      const key = turned.join(' → ');
      found.set(key, { file: first, line: 1, message: `imports go in a circle: ${key}` });
      return;
    }
    if (done.has(file)) return;
    for (const one of graph.get(file) ?? []) if (one.file !== null) visit(one.file, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return [...found.values()];
}
