/**
 * Lets a 64-bit little-endian shared library that was linked against glibc 2.38 load on an older one.
 *
 * Since 2.38 a compiler turns `strtol`, `sscanf` and their like into `__isoc23_strtol`, `__isoc23_sscanf`, which also
 * read binary numbers (`0b101`) and are otherwise the same; `fmod` got a new version without the old error handling.
 * Each has its older twin in every glibc. In a library's dynamic symbols the twin's name is the same string 9 bytes
 * further on; the symbol's version index is set to the base version, and the requirement “GLIBC_2.38” itself is
 * rewritten to the base version, since a loader checks requirements whether a symbol uses them or not.
 *
 * Structures: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.symtab.html (symbols), …/ch5.dynamic.html (dynamic
 * section), https://refspecs.linuxfoundation.org/LSB_5.0.0/LSB-Core-generic/LSB-Core-generic/symversion.html (versions).
 */

const TOO_NEW = 'GLIBC_2.38';
const PREFIX = '__isoc23_';
/** The oldest version of glibc's symbols, by machine: its first port. */
const BASE_VERSIONS: Record<number, string> = { 62: 'GLIBC_2.2.5', 183: 'GLIBC_2.17' };

const PT_LOAD = 1;
const PT_DYNAMIC = 2;
const DT = { null: 0, strtab: 5, symtab: 6, versym: 0x6ffffff0, verneed: 0x6ffffffe, verneednum: 0x6fffffff };
const SYMBOL_SIZE = 24;

/** One version that a library asks of another library. */
interface Requirement {
  library: string;
  version: string;
  /** What symbols say in the version table to mean this requirement. */
  index: number;
  /** Where its entry stands in the file. */
  at: number;
}

/** A dynamic symbol that the library takes from elsewhere, with the version that it asks for. */
export interface Import {
  name: string;
  version: string | null;
  library: string | null;
}

/**
 * Points every import of glibc 2.38 to its older twin.
 * @param library the file's bytes; not changed
 * @returns a treated copy of the same size
 * @throws Error when this is no library that is understood here, or something wanted has no known twin
 */
export function pointToOlderTwins(library: Buffer): Buffer {
  const bytes = Buffer.from(library);
  const tables = readTables(bytes);
  const requirements = readRequirements(bytes, tables);
  const base = BASE_VERSIONS[bytes.readUInt16LE(18)];

  for (const tooNew of requirements.filter(({ version }) => version === TOO_NEW)) {
    const older = requirements.find(({ library, version }) => library === tooNew.library && version === base);
    if (!older)
      throw new Error(`${tooNew.library} is asked for ${TOO_NEW} and not for ${base ?? 'a base version'}`);
    for (const symbol of symbolsOf(bytes, tables)) {
      if (symbol.versionIndex !== tooNew.index) continue;
      if (symbol.name.startsWith(PREFIX)) bytes.writeUInt32LE(symbol.nameOffset + PREFIX.length, symbol.at);
      else if (symbol.name !== 'fmod') throw new Error(`no older twin of ${symbol.name} is known`);
      bytes.writeUInt16LE(older.index, symbol.versionAt);
    }
    // Elf64_Vernaux: vna_hash at 0, vna_flags at 4, vna_other at 6, vna_name at 8. The index stays its own.
    bytes.copy(bytes, tooNew.at, older.at, older.at + 4);
    bytes.copy(bytes, tooNew.at + 8, older.at + 8, older.at + 12);
  }
  return bytes;
}

/** What a library takes from others. */
export function importsOf(library: Buffer): Import[] {
  const tables = readTables(library);
  const byIndex = new Map(readRequirements(library, tables).map((one) => [one.index, one]));
  return [...symbolsOf(library, tables)]
    .filter(({ defined }) => !defined)
    .map(({ name, versionIndex }) => {
      const requirement = byIndex.get(versionIndex);
      return { name, version: requirement?.version ?? null, library: requirement?.library ?? null };
    });
}

/** Versions that a library asks for, as `libc.so.6 GLIBC_2.34`: a loader refuses it if one is missing. */
export function requirementsOf(library: Buffer): string[] {
  return readRequirements(library, readTables(library)).map((one) => `${one.library} ${one.version}`);
}

interface Tables {
  strings: number;
  symbols: number;
  symbolCount: number;
  versions: number;
  requirements: number;
  requirementCount: number;
}

function readTables(bytes: Buffer): Tables {
  const isElf64LittleEndian =
    bytes.length > 64 && bytes.readUInt32BE(0) === 0x7f454c46 && bytes.readUInt16BE(4) === 0x0201;
  if (!isElf64LittleEndian) throw new Error('this is no 64-bit little-endian ELF file');
  const segments = readSegments(bytes);
  const dynamic = segments.find(({ type }) => type === PT_DYNAMIC);
  if (!dynamic) throw new Error('this library has no dynamic section');

  const entries = new Map<number, number>();
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
    const tag = Number(bytes.readBigUInt64LE(at));
    if (tag === DT.null) break;
    entries.set(tag, Number(bytes.readBigUInt64LE(at + 8)));
  }
  const entry = (tag: number): number => {
    const value = entries.get(tag);
    if (value === undefined) throw new Error(`the dynamic section has no entry ${tag.toString(16)}`);
    return value;
  };
  const offsetOf = (address: number): number => {
    const segment = segments.find(
      (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.size,
    );
    if (!segment) throw new Error(`no segment holds the address ${address.toString(16)}`);
    return address - segment.address + segment.offset;
  };
  return {
    strings: offsetOf(entry(DT.strtab)),
    symbols: offsetOf(entry(DT.symtab)),
    symbolCount: countDynamicSymbols(bytes),
    versions: offsetOf(entry(DT.versym)),
    requirements: offsetOf(entry(DT.verneed)),
    requirementCount: entry(DT.verneednum),
  };
}

function readSegments(bytes: Buffer) {
  const table = Number(bytes.readBigUInt64LE(32));
  const entrySize = bytes.readUInt16LE(54);
  return Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => {
    const at = table + index * entrySize;
    return {
      type: bytes.readUInt32LE(at),
      offset: Number(bytes.readBigUInt64LE(at + 8)),
      address: Number(bytes.readBigUInt64LE(at + 16)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
    };
  });
}

/** The dynamic section does not say how many symbols there are; the section headers do. */
function countDynamicSymbols(bytes: Buffer): number {
  const SHT_DYNSYM = 11;
  const table = Number(bytes.readBigUInt64LE(40));
  const entrySize = bytes.readUInt16LE(58);
  const count = bytes.readUInt16LE(60);
  for (let index = 0; index < count; index++) {
    const at = table + index * entrySize;
    if (bytes.readUInt32LE(at + 4) === SHT_DYNSYM)
      return Number(bytes.readBigUInt64LE(at + 32)) / SYMBOL_SIZE;
  }
  throw new Error('this library has no table of dynamic symbols');
}

function readRequirements(bytes: Buffer, tables: Tables): Requirement[] {
  const found: Requirement[] = [];
  // Elf64_Verneed: vn_cnt at 2, vn_file at 4, vn_aux at 8, vn_next at 12.
  let file = tables.requirements;
  for (let read = 0; read < tables.requirementCount; read++) {
    const library = text(bytes, tables.strings + bytes.readUInt32LE(file + 4));
    let at = file + bytes.readUInt32LE(file + 8);
    for (let version = 0; version < bytes.readUInt16LE(file + 2); version++) {
      found.push({
        library,
        version: text(bytes, tables.strings + bytes.readUInt32LE(at + 8)),
        index: bytes.readUInt16LE(at + 6) & 0x7fff,
        at,
      });
      at += bytes.readUInt32LE(at + 12);
    }
    file += bytes.readUInt32LE(file + 12);
  }
  return found;
}

function* symbolsOf(bytes: Buffer, tables: Tables) {
  for (let index = 0; index < tables.symbolCount; index++) {
    const at = tables.symbols + index * SYMBOL_SIZE;
    const versionAt = tables.versions + index * 2;
    const nameOffset = bytes.readUInt32LE(at);
    yield {
      at,
      nameOffset,
      name: text(bytes, tables.strings + nameOffset),
      defined: bytes.readUInt16LE(at + 6) !== 0,
      versionAt,
      versionIndex: bytes.readUInt16LE(versionAt) & 0x7fff,
    };
  }
}

function text(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, bytes.indexOf(0, at));
}
