import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One place in src that writes to the log. */
export interface LogLine {
  level: string;
  /** Null: its text comes from elsewhere. */
  text: string | null;
  /** File and line. */
  at: string;
}

const LEVELS = ['info', 'warn', 'error', 'fatal'];

/** All that `logger.info` … `logger.fatal` are called with below src, the local workspace's page aside. */
export function logLinesIn(root: string): LogLine[] {
  return globSync('src/**/*.ts', { cwd: root, exclude: ['src/local/web/**'] })
    .toSorted()
    .flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      const { program, errors } = parseSync(file, source);
      if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
      return callsIn(program).map(({ level, text, start }) => ({
        level,
        text,
        at: `${file}:${source.slice(0, start).split('\n').length}`,
      }));
    });
}

interface Node {
  type?: unknown;
  [key: string]: unknown;
}

function callsIn(node: unknown): { level: string; text: string | null; start: number }[] {
  if (Array.isArray(node)) return node.flatMap(callsIn);
  if (typeof node !== 'object' || node === null) return [];
  const call = asCall(node as Node);
  return [...(call ? [call] : []), ...Object.values(node).flatMap(callsIn)];
}

function asCall(node: Node): { level: string; text: string | null; start: number } | null {
  if (node.type !== 'CallExpression') return null;
  const callee = node['callee'] as Node;
  if (callee.type !== 'MemberExpression') return null;
  const level = (callee['property'] as { name?: string }).name ?? '';
  const object = callee['object'] as Node & { name?: string; property?: { name?: string } };
  if (!LEVELS.includes(level) || (object.name ?? object.property?.name) !== 'logger') return null;
  const last = (node['arguments'] as (Node & { value?: unknown })[]).at(-1);
  const text = typeof last?.value === 'string' ? last.value : null;
  return { level, text, start: Number(node['start']) };
}
