/** The database cannot be used. The message is a sentence for the operator and says what to do. */
export class DatabaseError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatabaseError';
  }
}

/** Another process has this data directory open. */
export class DirectoryInUseError extends DatabaseError {
  readonly directory: string;
  constructor(directory: string, socketLink: string) {
    super(
      `The data directory ${directory} is in use by another process. Stop that process, or give this one a ` +
        `directory of its own with DATA_DIR, or let it join the other one's database with ` +
        `MONGODB_URI=mongodb://${encodeURIComponent(socketLink)}/rekindle?directConnection=true`,
    );
    this.name = 'DirectoryInUseError';
    this.directory = directory;
  }
}

/** This machine has no embedded engine: no build for its platform, or it does not load here. */
export class EngineUnavailableError extends DatabaseError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The embedded database engine does not run on this machine: ${reason}`, options);
    this.name = 'EngineUnavailableError';
  }
}

/** An index could not be built; the data that is there stands in its way, or the server refuses it. */
export class IndexError extends DatabaseError {
  constructor(collection: string, index: string, reason: string, options?: ErrorOptions) {
    super(`The index ${index} of the collection “${collection}” could not be built: ${reason}`, options);
    this.name = 'IndexError';
  }
}
