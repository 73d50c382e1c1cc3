/**
 * Skills that are offered before anybody has entered one, each with the other names that people type for it. One
 * canonical name is stored.
 */
const SKILLS: Record<string, readonly string[]> = {
  Accessibility: ['a11y'],
  Android: [],
  Angular: ['angularjs'],
  Ansible: [],
  'Apache Kafka': ['kafka'],
  'Apache Spark': ['spark', 'pyspark'],
  AWS: ['amazon web services'],
  Azure: ['microsoft azure'],
  C: [],
  'C#': ['csharp', 'c sharp'],
  'C++': ['cpp', 'c plus plus'],
  CSS: [],
  'Customer success': [],
  'Data engineering': [],
  'Design systems': [],
  DevOps: [],
  Django: [],
  Docker: [],
  Elasticsearch: ['elastic search'],
  Elixir: [],
  'Enterprise sales': [],
  Figma: [],
  Finance: [],
  Flutter: [],
  Go: ['golang'],
  'Google Cloud': ['gcp', 'google cloud platform'],
  GraphQL: [],
  Haskell: [],
  HTML: ['html5'],
  iOS: [],
  Java: [],
  JavaScript: ['js', 'ecmascript'],
  Kotlin: [],
  Kubernetes: ['k8s'],
  Linux: [],
  'Machine learning': ['ml'],
  Marketing: [],
  MongoDB: ['mongo'],
  MySQL: [],
  'Natural language processing': ['nlp'],
  'Next.js': ['nextjs'],
  'Node.js': ['node', 'nodejs'],
  'People management': [],
  PHP: [],
  PostgreSQL: ['postgres', 'psql'],
  'Product design': [],
  'Product management': [],
  'Project management': [],
  Prometheus: [],
  Python: ['py'],
  PyTorch: [],
  R: ['rlang'],
  React: ['reactjs', 'react.js'],
  'React Native': [],
  Recruiting: [],
  Redis: [],
  Ruby: [],
  'Ruby on Rails': ['rails', 'ror'],
  Rust: ['rustlang'],
  Sales: [],
  Scala: [],
  Security: ['infosec', 'information security'],
  'Site reliability engineering': ['sre'],
  SQL: [],
  Swift: [],
  TensorFlow: [],
  Terraform: ['tf'],
  TypeScript: ['ts'],
  'User research': ['ux research'],
  'Vue.js': ['vue', 'vuejs'],
};

const CANONICAL = new Map(
  Object.entries(SKILLS).flatMap(([name, aliases]) =>
    [name, ...aliases].map((one) => [one.toLowerCase(), name]),
  ),
);

/** The one name under which a skill is stored; a word that isn't known is its own. */
export function canonicalSkill(typed: string): string {
  const word = typed.replace(/\s+/g, ' ').trim();
  return CANONICAL.get(word.toLowerCase()) ?? word;
}

/** Whether a word names a skill of the list. */
export function isKnownSkill(typed: string): boolean {
  return CANONICAL.has(typed.replace(/\s+/g, ' ').trim().toLowerCase());
}

/** Known skills whose name, or another name for them, starts with what was typed. */
export function skillsStarting(typed: string): string[] {
  const start = typed.trim().toLowerCase();
  return Object.entries(SKILLS)
    .filter(([name, aliases]) => [name, ...aliases].some((one) => one.toLowerCase().startsWith(start)))
    .map(([name]) => name);
}
