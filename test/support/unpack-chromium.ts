import { join } from 'node:path';
import chromium, { inflate } from '@sparticuz/chromium';

/**
 * A program of its own for browser.ts: unpacks Chromium, its fonts and the libraries that a plain machine lacks into
 * the folder for temporary files. The package knows no other place, so browser.ts starts this with a TMPDIR.
 */
await chromium.executablePath();
await inflate(join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/bin/al2023.tar.br'));
