interface TestEvent {
  readonly type: string;
  readonly data: { readonly file?: string; readonly name?: string };
}

/** A reporter for the test runner of Node that writes the file of each failed test in a line. */
export default async function* failedFiles(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type === 'test:fail' && data.file !== undefined) yield `${data.file}\n`;
  }
}
