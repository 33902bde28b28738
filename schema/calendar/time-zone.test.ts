import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTimeZone } from './time-zone.ts';

test('an offset does not name a zone: it knows no summer time', () => {
  for (const name of ['+01:00', '-05', 'GMT+1', '', 'local']) assert.ok(!isTimeZone(name), name);
  for (const name of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Etc/GMT+5'])
    assert.ok(isTimeZone(name), name);
});
