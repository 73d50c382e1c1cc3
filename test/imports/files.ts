import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** Files as people upload them. */

/** An export of LinkedIn connections, with the lines that stand before the table. */
export function linkedIn(people: number): string {
  const rows = Array.from(
    { length: people },
    (_, i) =>
      `Person${i},Tester,https://www.linkedin.com/in/person-${i},${i % 3 === 0 ? `person${i}@example.com` : ''},"Company ${i % 7}, Inc.",Engineer ${i % 5},${(i % 28) + 1} Mar 2024`,
  );
  return `Notes:
"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see email addresses for connections who have allowed their connections to see or download their email address using this setting."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
${rows.join('\n')}
`;
}

export const GREENHOUSE = `Candidate ID,First Name,Last Name,Company,Title,Phone Numbers,Email Addresses,Social Media,Tags,Source,Applied On,Status
101,Ana,Petrova,Initech,Backend Engineer,+1 512 555 0111,ana@example.com,https://linkedin.com/in/ana-p,"python;austin",Referral,2026-03-04,Rejected
102,Bob,Meyer,,Designer,,"bob@example.com, bob@work.example",,,LinkedIn,2025-11-30,Rejected
103,Cy,Nobody,,,,,,,Job board,2026-01-01,Rejected
`;

/** Semicolons, quotes and new lines in cells, as Excel writes it in UTF-16. */
export function utf16(): Buffer {
  const text =
    'Vorname;Nachname;E-Mail;Firma;Notiz\r\nJürgen;Groß;juergen@example.de;"Müller; Söhne";"Sagt:\r\n""gern später"""\r\nŁucja;Żak;lucja@example.pl;;\r\n';
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
}

/** A workbook with one sheet; numbers become dates when they are given as Date. */
export async function xlsx(rows: (string | number | Date)[][]): Promise<Buffer> {
  const strings: string[] = [];
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const sheet = rows
    .map((row, r) => {
      const cells = row.map((cell, c) => {
        const at = `${String.fromCharCode(65 + c)}${r + 1}`;
        if (cell instanceof Date)
          return `<c r="${at}" s="1"><v>${(cell.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000}</v></c>`;
        if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
        if (cell === '') return '';
        strings.push(cell);
        return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`;
      });
      return `<row r="${r + 1}">${cells.join('')}</row>`;
    })
    .join('');
  const head = '<?xml version="1.0" encoding="UTF-8"?>';
  const parts: Record<string, string> = {
    'xl/workbook.xml': `${head}<workbook/>`,
    'xl/styles.xml': `${head}<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${head}<sst>${strings.map((one) => `<si><t>${escape(one)}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `${head}<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
  };
  return zip(Object.entries(parts).map(([name, text]) => [name, Buffer.from(text)]));
}

/** A workbook that is small, and 400 MB when it is unpacked. */
export function zipBomb(): Promise<Buffer> {
  const one = Buffer.alloc(100_000_000, ' ');
  const sheet = Buffer.concat([Buffer.from('<worksheet><sheetData>'), one, one, one, one]);
  return zip([['xl/worksheets/sheet1.xml', sheet]]);
}

export async function zip(parts: [string, Buffer][]): Promise<Buffer> {
  const file = new ZipFile();
  for (const [name, content] of parts) file.addBuffer(content, name);
  file.end();
  return buffer(file.outputStream);
}

/** 200 rows of which every twentieth is broken, each in another way. */
export function broken(): string {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const good = `Person${i},Tester,person${i}@example.com,Acme,2024-01-${String((i % 28) + 1).padStart(2, '0')}`;
    if (i % 20 !== 7) return good;
    return [
      `Person${i},Tester,person ${i}@example.com,Acme,`,
      `Person${i},Tester,,Acme,`,
      `,,person${i}@example.com,Acme,`,
      `Person${i},Tester,person${i}@example.com,Acme,2031-01-01`,
      `Person${i},"Tester,person${i}@example.com,Acme,`,
      `Person${i},Tester,person${i}@example.com,Acme,${',x'.repeat(1_000)}`,
    ][Math.floor(i / 20) % 6];
  });
  return `First Name,Last Name,Email,Job,Applied On\n${rows.join('\n')}\n`;
}
