/**
 * Something that the person in front of it can do something about. Its message is shown to them as it is, so it
 * says what is wrong and what to do, and holds nothing that was not theirs to see.
 */
export class PersonError extends Error {
  constructor(messageForThePerson: string) {
    super(messageForThePerson);
    this.name = 'PersonError';
  }
}
