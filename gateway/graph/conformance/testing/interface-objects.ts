import { type ConformanceSuite, findBy } from './conformance-suite.ts';

const accounts = [
  { __typename: 'Admin', id: 'a1', name: 'Ada', level: 3 },
  { __typename: 'Guest', id: 'g1', name: 'Gus', until: 'May' },
];

/** Interfaces that a subgraph knows as objects (`@interfaceObject`). */
export const interfaceObjectSuites: readonly ConformanceSuite[] = [
  {
    feature: 'a subgraph knows an interface as an object',
    subgraphs: {
      accounts: {
        typeDefs: `
          type Query { accounts: [Account!]! account: Account }
          interface Account @key(fields: "id") { id: ID! name: String! }
          type Admin implements Account @key(fields: "id") { id: ID! name: String! level: Int! }
          type Guest implements Account @key(fields: "id") { id: ID! name: String! until: String! }
        `,
        resolvers: {
          Query: { accounts: () => accounts, account: () => accounts[1] },
          Account: { __resolveReference: findBy(accounts, 'id') },
          Admin: { __resolveReference: findBy(accounts, 'id') },
          Guest: { __resolveReference: findBy(accounts, 'id') },
        },
      },
      activity: {
        typeDefs: `
          type Query { active: [Account!]! }
          type Account @key(fields: "id") @interfaceObject {
            id: ID!
            name: String! @external
            visits: Int!
            greeting: String! @requires(fields: "name")
          }
        `,
        resolvers: {
          Query: { active: () => [{ id: 'g1' }, { id: 'a1' }] },
          Account: {
            visits: ({ id }: { id: string }) => id.length,
            greeting: ({ name }: { name: string }) => `Hello ${name}`,
          },
        },
      },
    },
    cases: [
      [
        '{ active { id visits } }',
        {
          active: [
            { id: 'g1', visits: 2 },
            { id: 'a1', visits: 2 },
          ],
        },
        { asked: ['activity'] },
      ],
      [
        '{ active { name visits } }',
        {
          active: [
            { name: 'Gus', visits: 2 },
            { name: 'Ada', visits: 2 },
          ],
        },
      ],
      ['{ active { __typename } }', { active: [{ __typename: 'Guest' }, { __typename: 'Admin' }] }],
      ['{ active { ... on Admin { level } } }', { active: [{}, { level: 3 }] }],
      ['{ accounts { visits } }', { accounts: [{ visits: 2 }, { visits: 2 }] }],
      ['{ accounts { ... on Guest { until visits } } }', { accounts: [{}, { until: 'May', visits: 2 }] }],
      ['{ active { greeting } }', { active: [{ greeting: 'Hello Gus' }, { greeting: 'Hello Ada' }] }],
      ['{ account { name greeting } }', { account: { name: 'Gus', greeting: 'Hello Gus' } }],
      [
        '{ accounts { ... on Admin { greeting level } name } }',
        { accounts: [{ greeting: 'Hello Ada', level: 3, name: 'Ada' }, { name: 'Gus' }] },
      ],
    ],
  },
  {
    feature: 'an interface is reached through an object of another subgraph',
    subgraphs: {
      lists: {
        typeDefs: `
          type Query { list: List }
          type List @key(fields: "id") { id: ID! entries: [Media!]! }
          type Media @key(fields: "id") @interfaceObject { id: ID! plays: Int! }
        `,
        resolvers: {
          Query: { list: () => ({ id: 'l1' }) },
          List: { entries: () => [{ id: 'm1' }, { id: 'm2' }] },
          Media: { plays: ({ id }: { id: string }) => (id === 'm1' ? 0 : 9) },
        },
      },
      media: {
        typeDefs: `
          interface Media @key(fields: "id") { id: ID! author: Author }
          type Song implements Media @key(fields: "id") { id: ID! author: Author seconds: Int }
          type Author @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Media: { __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Song', id }) },
          Song: { author: ({ id }: { id: string }) => ({ id: `author of ${id}` }), seconds: () => 60 },
        },
      },
      authors: {
        typeDefs: 'type Author @key(fields: "id") { id: ID! name: String }',
        resolvers: { Author: { name: ({ id }: { id: string }) => `name of ${id}` } },
      },
    },
    cases: [
      [
        '{ list { entries { plays } } }',
        { list: { entries: [{ plays: 0 }, { plays: 9 }] } },
        { asked: ['lists'] },
      ],
      [
        '{ list { entries { plays author { name } } } }',
        {
          list: {
            entries: [
              { plays: 0, author: { name: 'name of author of m1' } },
              { plays: 9, author: { name: 'name of author of m2' } },
            ],
          },
        },
      ],
      [
        '{ list { entries { ... on Song { seconds plays } } } }',
        {
          list: {
            entries: [
              { seconds: 60, plays: 0 },
              { seconds: 60, plays: 9 },
            ],
          },
        },
      ],
    ],
  },
];
