/** The address of all mails but some. */
export const takenAddress = 'ada@example.net';
/** The address that the server does not have. */
export const refusedAddress = 'nobody@example.net';
