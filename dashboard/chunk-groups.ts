/**
 * The groups of modules that come in one file each. A browser asks for six files at once and each costs it and the gateway more
 * than some kilobytes do, so what every page has comes in two files, of which packages seldom change, and what several pages have
 * in common in one. Forms stay apart with their package, as lists do without them.
 */
export const chunkGroups = [
  { name: 'packages', tags: ['$initial' as const], test: /node_modules/, priority: 3 },
  { name: 'shell', tags: ['$initial' as const], test: /src[\\/](?!main\.tsx)/, priority: 2 },
  {
    name: 'parts',
    test: /src[\\/](?:ui[\\/](?!use-record-form|form-errors|error-summary|conflict-view)|features[\\/](?:views[\\/]|invoices[\\/]invoice(?:-status|s\.module)))/,
    minShareCount: 2,
    priority: 1,
  },
];
