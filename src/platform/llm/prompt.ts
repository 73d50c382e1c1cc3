import { readFile } from 'node:fs/promises';
import { Liquid } from 'liquidjs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

const frontMatterSchema = z.strictObject({
  purpose: z.string().min(10),
  version: z.number().int().positive(),
  model: z.strictObject({ maxOutputTokens: z.number().int().min(100).max(20_000) }),
});

/** A prompt file, checked: what it is for, and how it is filled in. */
export interface Prompt {
  purpose: string;
  /** Kept with everything that was made by it. */
  version: number;
  maxOutputTokens: number;
  render(values: Record<string, unknown>): Promise<{ instructions: string; input: string }>;
}

const DIVIDER = /^<!-- input -->\s*$/m;

/**
 * Reads `prompts/NAME.md`: YAML front matter, then Liquid; a line `<!-- input -->` divides the instructions from
 * the input. Asked at the start, so that a broken prompt stops the app and not a recruiter.
 * @param variables names that `render` will be given; a prompt that uses another one is refused
 * @throws an error that names the file and what is wrong with it
 */
export async function loadPrompt(path: string | URL, variables: readonly string[]): Promise<Prompt> {
  const source = await readFile(path, 'utf8');
  const refuse = (what: string) => new Error(`The prompt ${path} cannot be used: ${what}`);
  const parts = /^---\r?\n(?<front>[\s\S]*?)\r?\n---\r?\n(?<body>[\s\S]*)$/.exec(source)?.groups;
  if (!parts) throw refuse('it does not start with front matter between two lines “---”.');
  const front = frontMatterSchema.safeParse(parseYaml(parts['front'] ?? ''));
  if (!front.success) throw refuse(z.prettifyError(front.error));
  const [instructions, input, ...rest] = (parts['body'] ?? '').split(DIVIDER);
  if (!instructions?.trim() || !input?.trim() || rest.length > 0)
    throw refuse('it needs exactly one line “<!-- input -->” with text before and after it.');

  const liquid = new Liquid({ strictVariables: true, strictFilters: true });
  const templates = [instructions, input].map((text) => liquid.parse(text.trim()));
  const unknown = templates
    .flatMap((t) => liquid.globalVariablesSync(t))
    .filter((n) => !variables.includes(n));
  if (unknown.length > 0)
    throw refuse(`it uses ${unknown.join(', ')}; there is only ${variables.join(', ')}.`);
  return {
    purpose: front.data.purpose,
    version: front.data.version,
    maxOutputTokens: front.data.model.maxOutputTokens,
    async render(values) {
      const [rendered, renderedInput] = await Promise.all(templates.map((t) => liquid.render(t, values)));
      return { instructions: String(rendered), input: String(renderedInput) };
    },
  };
}
