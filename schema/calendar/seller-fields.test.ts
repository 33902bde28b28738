import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { isTimeZone, sellerFields } from './seller-fields.ts';

const schema = z.object(sellerFields);

test('the seller counts days in UTC unless a zone is given', () => {
  assert.equal(schema.parse({}).SELLER_TIME_ZONE, 'UTC');
  assert.equal(schema.parse({ SELLER_TIME_ZONE: 'Europe/Paris' }).SELLER_TIME_ZONE, 'Europe/Paris');
});

test('a zone that is not known is refused with an example', () => {
  const { error } = schema.safeParse({ SELLER_TIME_ZONE: 'Europe/Pariss' });
  assert.equal(
    error?.issues[0]?.message,
    'must be a time zone of the IANA database, for example Europe/Paris',
  );
});

test('an offset does not name a zone: it knows no summer time', () => {
  for (const name of ['+01:00', '-05', 'GMT+1', '', 'local']) assert.ok(!isTimeZone(name), name);
  for (const name of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Etc/GMT+5'])
    assert.ok(isTimeZone(name), name);
});
