import { after, before } from 'node:test';
import type { Browser } from 'playwright-core';
import type { SystemAddresses } from '../running-system.ts';
import { launchChromium, whyNoChromium } from './chromium.ts';
import { type VisitOptions, Visitor } from './visitor.ts';

type SuiteSystem = SystemAddresses & AsyncDisposable;

/** The system and the browser of a file's tests. They are started before its first test and stopped after its last one. */
export class BrowserSuite<System extends SuiteSystem> {
  /** The reason for leaving the tests out, for the option of that name. */
  readonly skip = whyNoChromium();
  #system: System | undefined;
  #browser: Browser | undefined;

  /**
   * @param start starts the system, and writes into it all that the tests need: a second `before` would run beside this one
   * @param startWithinMs the time for all of it
   */
  constructor(start: () => Promise<System>, startWithinMs = 300_000) {
    before(
      async () => {
        if (this.skip !== false) return;
        this.#system = await start();
        this.#browser = await launchChromium();
      },
      { timeout: startWithinMs },
    );
    after(async () => {
      await this.#browser?.close();
      await this.#system?.[Symbol.asyncDispose]();
    });
  }

  get system(): System {
    if (this.#system === undefined) throw new Error('The system exists only while tests run.');
    return this.#system;
  }

  get browser(): Browser {
    if (this.#browser === undefined) throw new Error('The browser exists only while tests run.');
    return this.#browser;
  }

  /** Opens a browser window of somebody who has never been here. */
  readonly open = (look?: VisitOptions): Promise<Visitor> => Visitor.open(this.browser, this.system, look);
}
