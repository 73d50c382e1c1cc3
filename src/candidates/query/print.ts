import type { Condition, Query } from './query.ts';
import { printTime } from './times.ts';

/** A query as it is typed; parsed again, it is the same query. */
export function printQuery({ conditions, sort }: Query): string {
  return [...conditions.map(printCondition), ...(sort ? [`sort:${sort}`] : [])].join(' ');
}

function printCondition(condition: Condition): string {
  const sign = condition.negated ? '-' : '';
  switch (condition.kind) {
    case 'words':
      return sign + condition.anyOf.map(printValue).join(',');
    case 'identity':
      return sign + condition.typed.map((value) => `"${value}"`).join(',');
    case 'word facet':
    case 'choice':
      return `${sign}${condition.facet}:${condition.anyOf.map(printValue).join(',')}`;
    case 'time':
      return `${sign}${condition.facet}:${condition.anyOf.map(printTime).join(',')}`;
    case 'interested':
      return `${sign}interested:${condition.anyOf
        .map(({ what, when }) => printValue(when ? `${what}@${printTime(when)}` : what))
        .join(',')}`;
  }
}

function printValue(value: string): string {
  return /^[\p{L}\p{N}@.+#_<>][\p{L}\p{N}@.+#_<>-]*$/u.test(value) ? value : `"${value}"`;
}
