/** A sample: its name, its labels, a number. https://prometheus.io/docs/instrumenting/exposition_formats/ */
const SAMPLE =
  /^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\["\\n])*",?)*\})?) ([+-]?(?:\d[\d.eE+-]*|Inf)|NaN)$/;

/**
 * Reads Prometheus's text format. Samples by name and labels as they are written.
 * @throws Error for a line that isn't in the format, a sample without a TYPE before it, or one that stands there twice
 */
export function readMetrics(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  const types = new Map<string, string>();
  for (const line of text.split('\n')) {
    const type = /^# TYPE (\S+) (counter|gauge|histogram|summary|untyped)$/.exec(line);
    if (type) types.set(type[1] ?? '', type[2] ?? '');
    if (line === '' || line.startsWith('# HELP ') || type) continue;
    const [, name, value] = SAMPLE.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`not a sample: ${line}`);
    const family = name.replace(/\{.*$/, '');
    const known = [family, family.replace(/_(?:bucket|sum|count)$/, '')].some((one) => types.has(one));
    if (!known) throw new Error(`no TYPE: ${line}`);
    if (samples.has(name)) throw new Error(`twice: ${line}`);
    samples.set(name, Number(value.replace('Inf', 'Infinity')));
  }
  return samples;
}
