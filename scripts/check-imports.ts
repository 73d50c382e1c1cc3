import { readImportGraph } from './import-graph.ts';
import { findViolations } from './import-rules.ts';

/** `node scripts/check-imports.ts [FOLDER]`: checks the import rules of ARCHITECTURE.md below FOLDER/src. */
const graph = readImportGraph(process.argv[2] ?? '.');
const violations = findViolations(graph);
for (const { file, line, message } of violations) console.error(`src/${file}:${line} ${message}`);
// A checker that reads nothing would say that all is well.
if (graph.size === 0) console.error('No files were found below src.');
console.log(`${graph.size} files read, ${violations.length} imports against the rules`);
process.exit(violations.length > 0 || graph.size === 0 ? 1 : 0);
