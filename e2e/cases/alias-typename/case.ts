import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { postBody } from '../post-body.ts';

/** GraphQL, 7.1.2: data without errors is the result of an execution, so it is never null. */
export const aliasTypename: Case = {
  name: 'a field with the alias __typename is answered or refused with a reason, and never data null without errors',
  async run({ system }) {
    const { body } = await postBody(system, import.meta.dirname);
    if (body.errors === undefined) {
      const { invoices } = body.data as {
        readonly invoices: { readonly edges: readonly { readonly node: object }[] };
      };
      assert.match(JSON.stringify(invoices.edges[0]?.node), /^\{"__typename":"[^"]+","id":"[^"]+"\}$/);
      return;
    }
    assert.match(body.errors[0]?.message ?? '', /__typename/);
    assert.notEqual(body.errors[0]?.extensions?.code, 'INTERNAL_SERVER_ERROR');
  },
};
