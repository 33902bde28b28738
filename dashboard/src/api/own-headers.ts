/** Shows the gateway that a script of its own origin sends the request. */
export const ownHeaders = { 'x-csrf': '1' };
