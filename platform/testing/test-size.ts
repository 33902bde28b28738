/**
 * Picks how large a test is: quick in `npm test`, long in `npm run test:long`, which runs each test file again that asks here.
 *
 * A quick test tries the same behaviour with fewer repetitions, kills or records.
 */
export function pickSize<Size>({ quick, long }: { readonly quick: Size; readonly long: Size }): Size {
  return process.env['TEST_SIZE'] === 'long' ? long : quick;
}
