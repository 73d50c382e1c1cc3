import type { DepartmentName } from './departments.ts';

/** What somebody does who doesn't lead others. */
export interface Profession {
  title: string;
  department: DepartmentName;
  weight: number;
  /** Everybody has the first two; canonical names of skills.ts. */
  skills: readonly string[];
  interest: string;
  focuses: readonly string[];
  /** What they may be busy with, after “the”. */
  projects: readonly string[];
  tags: readonly string[];
}

export const PROFESSIONS: readonly Profession[] = [
  profession('Backend Engineer', 'engineering', 30, 'backend', {
    skills: 'Go|PostgreSQL|Kubernetes|Docker|Apache Kafka|Redis|AWS|Rust|GraphQL|MySQL|Linux|Google Cloud',
    focuses: 'APIs|billing|search|messaging',
    projects: 'ledger migration|move to event streaming|API rewrite|billing rewrite',
    tags: 'backend|go|open-source',
  }),
  profession('Backend Engineer', 'engineering', 12, 'backend', {
    skills: 'Python|Django|PostgreSQL|AWS|Redis|Docker|SQL|Elasticsearch|Linux|GraphQL',
    focuses: 'APIs|internal tools|integrations',
    projects: 'partner API|permissions rewrite|search migration',
    tags: 'backend|python|open-source',
  }),
  profession('Software Engineer', 'engineering', 16, 'backend', {
    skills: 'Java|SQL|Kotlin|Apache Kafka|AWS|PostgreSQL|Scala|Docker|Kubernetes|MongoDB|Azure|C#',
    focuses: 'core platform|risk|pricing|booking',
    projects: 'split of the monolith|pricing engine|booking rewrite|move to the cloud',
    tags: 'backend|jvm',
  }),
  profession('Systems Engineer', 'engineering', 8, 'systems programming', {
    skills: 'Rust|Linux|C++|C|Go|Python|Kubernetes|PostgreSQL',
    focuses: 'storage|networking|runtimes',
    projects: 'storage engine|new scheduler|port to Rust',
    tags: 'rust|open-source|speaker',
  }),
  profession('Frontend Engineer', 'engineering', 20, 'frontend', {
    skills:
      'TypeScript|React|CSS|HTML|JavaScript|Next.js|Accessibility|Vue.js|GraphQL|Design systems|Angular',
    focuses: 'web platform|checkout|design systems|accessibility',
    projects: 'checkout rewrite|component library|move to TypeScript|accessibility audit',
    tags: 'frontend|accessibility|react',
  }),
  profession('Full-Stack Engineer', 'engineering', 16, 'full stack', {
    skills: 'TypeScript|Node.js|React|PostgreSQL|AWS|Next.js|GraphQL|Docker|MongoDB|Redis|CSS',
    focuses: 'growth|customer tools|onboarding',
    projects: 'customer portal|onboarding rebuild|self-service launch',
    tags: 'full-stack|startup',
  }),
  profession('Full-Stack Engineer', 'engineering', 7, 'full stack', {
    skills: 'Ruby|Ruby on Rails|PostgreSQL|JavaScript|Redis|React|AWS|HTML|CSS|Docker',
    focuses: 'subscriptions|marketplace',
    projects: 'subscription rebuild|Rails upgrade|marketplace launch',
    tags: 'full-stack|rails',
  }),
  profession('Mobile Engineer, iOS', 'engineering', 8, 'mobile', {
    skills: 'Swift|iOS|React Native|GraphQL|Accessibility|Kotlin|Flutter',
    focuses: '',
    projects: 'app rewrite|offline mode|widget launch',
    tags: 'mobile|ios',
  }),
  profession('Mobile Engineer, Android', 'engineering', 7, 'mobile', {
    skills: 'Kotlin|Android|Java|Flutter|GraphQL|React Native',
    focuses: '',
    projects: 'app rewrite|move to Compose|offline mode',
    tags: 'mobile|android',
  }),
  profession('Site Reliability Engineer', 'engineering', 13, 'platform', {
    skills:
      'Kubernetes|Site reliability engineering|Terraform|Prometheus|Go|Linux|AWS|Google Cloud|Ansible|Docker|Python|DevOps',
    focuses: 'observability|cloud cost|release engineering',
    projects: 'cluster upgrade|second region|move to Terraform',
    tags: 'sre|platform|kubernetes',
  }),
  profession('Security Engineer', 'engineering', 8, 'security', {
    skills: 'Security|Linux|Python|Go|AWS|Kubernetes|Terraform|Rust',
    focuses: 'application security|detection|identity',
    projects: 'bug bounty launch|single sign-on rollout|SOC 2 audit',
    tags: 'security|speaker',
  }),
  profession('Embedded Engineer', 'engineering', 5, 'embedded', {
    skills: 'C++|C|Linux|Python|Rust',
    focuses: 'firmware|sensors|motor control',
    projects: 'firmware rewrite|sensor board|update service',
    tags: 'embedded|hardware',
  }),
  profession('Machine Learning Engineer', 'data', 18, 'machine learning', {
    skills:
      'Python|Machine learning|PyTorch|TensorFlow|Kubernetes|Natural language processing|SQL|AWS|Apache Spark|Docker|Google Cloud',
    focuses: 'ranking|recommendations|forecasting|language models',
    projects: 'recommendation model|forecasting service|feature store|speech model',
    tags: 'ml|ai|papers',
  }),
  profession('Data Engineer', 'data', 16, 'data engineering', {
    skills:
      'Python|Data engineering|SQL|Apache Spark|Apache Kafka|Scala|AWS|Google Cloud|Terraform|PostgreSQL',
    focuses: 'streaming|warehousing|data quality',
    projects: 'warehouse migration|streaming pipeline|data catalogue',
    tags: 'data|streaming',
  }),
  profession('Data Scientist', 'data', 11, 'data science', {
    skills: 'Python|SQL|Machine learning|R|PyTorch|Natural language processing|Apache Spark',
    focuses: 'experimentation|pricing|fraud|demand',
    projects: 'experiment platform|fraud model|demand forecast',
    tags: 'data|ml',
  }),
  profession('Data Analyst', 'data', 8, 'analytics', {
    skills: 'SQL|Python|R|Finance|Marketing|Project management',
    focuses: 'operations|marketing|finance',
    projects: 'dashboard rebuild|attribution model|self-service reporting',
    tags: 'data|analytics',
  }),
  profession('Product Manager', 'product', 21, 'product management', {
    skills:
      'Product management|User research|SQL|Project management|Product design|Marketing|Machine learning',
    focuses: 'growth|platform|onboarding|mobile|marketplace',
    projects: 'self-service launch|pricing change|new onboarding|partner programme',
    tags: 'product|b2b|startup',
  }),
  profession('Product Designer', 'design', 15, 'design systems', {
    skills: 'Figma|Product design|Design systems|User research|Accessibility|HTML|CSS',
    focuses: 'design systems|mobile|onboarding',
    projects: 'design system|app redesign|onboarding redesign',
    tags: 'design|accessibility',
  }),
  profession('UX Researcher', 'design', 6, 'user research', {
    skills: 'User research|Accessibility|Product design|Figma|SQL|Project management',
    focuses: 'emerging markets|accessibility|pricing',
    projects: 'diary study|research panel|accessibility study',
    tags: 'design|research',
  }),
  profession('Account Executive', 'sales', 14, 'enterprise sales', {
    skills: 'Sales|Enterprise sales|Customer success|Project management|Marketing',
    focuses: 'enterprise|mid-market|public sector',
    projects: 'new territory|public-sector pitch|renewal season',
    tags: 'sales|enterprise',
  }),
  profession('Customer Success Manager', 'sales', 9, 'customer success', {
    skills: 'Customer success|Project management|Sales|SQL|Product management',
    focuses: 'enterprise|onboarding|renewals',
    projects: 'renewal season|customer academy|new health score',
    tags: 'customer-success|b2b',
  }),
  profession('Growth Marketer', 'marketing', 8, 'growth', {
    skills: 'Marketing|SQL|Project management|HTML|User research',
    focuses: 'lifecycle|paid channels|referrals',
    projects: 'referral programme|new website|market entry',
    tags: 'marketing|growth',
  }),
  profession('Product Marketing Manager', 'marketing', 7, 'product marketing', {
    skills: 'Marketing|Product management|User research|Sales|Project management',
    focuses: 'launches|enterprise|developers',
    projects: 'rebrand|spring launch|analyst report',
    tags: 'marketing|b2b',
  }),
  profession('Recruiter', 'people', 7, 'recruiting', {
    skills: 'Recruiting|Project management|People management|Marketing|SQL',
    focuses: 'engineering|go-to-market|early careers',
    projects: 'graduate programme|change of ATS|hiring freeze',
    tags: 'people|recruiting',
  }),
  profession('HR Business Partner', 'people', 5, 'people operations', {
    skills: 'People management|Project management|Recruiting|Finance',
    focuses: 'engineering|international|compensation',
    projects: 'levelling framework|office move|engagement survey',
    tags: 'people',
  }),
  profession('Financial Analyst', 'finance', 7, 'finance', {
    skills: 'Finance|SQL|Project management|R|Python',
    focuses: 'planning|treasury|revenue',
    projects: 'budget round|new planning tool|funding round',
    tags: 'finance|planning',
  }),
  profession('Accountant', 'finance', 4, 'finance', {
    skills: 'Finance|SQL|Project management|People management',
    focuses: 'group accounts|revenue|tax',
    projects: 'audit|change of ledger|tax filing',
    tags: 'finance',
  }),
];

function profession(
  title: string,
  department: DepartmentName,
  weight: number,
  interest: string,
  more: Record<'skills' | 'focuses' | 'projects' | 'tags', string>,
): Profession {
  const list = (text: string) => text.split('|').filter(Boolean);
  return {
    title,
    department,
    weight,
    interest,
    skills: list(more.skills),
    focuses: list(more.focuses),
    projects: list(more.projects),
    tags: list(more.tags),
  };
}
