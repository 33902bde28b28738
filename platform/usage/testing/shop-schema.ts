import { buildSchema } from 'graphql';

/** A schema with every kind of input. */
export const shopSchema = buildSchema(/* GraphQL */ `
  directive @cache(seconds: Int!, scope: Scope) on FIELD | QUERY
  scalar Json
  enum Scope { OWN ALL }
  enum Status { OPEN PAID VOID }
  input Range { from: Int to: Int = 5 }
  input Filter { status: [Status!] text: String range: Range! within: [Filter!] extra: Json }
  input Key @oneOf { id: ID number: Int ids: [ID!] }
  interface Named { name(style: String): String }
  type Order implements Named { id: ID! name(style: String): String status: Status! total(scale: Int! = 2, in: String): Float lines(first: Int): [Line!]! }
  type Line implements Named { name(style: String): String price: Float }
  union Found = Order | Line
  type Query {
    user(id: ID!): Order
    users(ids: [ID!], first: Int! = 10): [Order!]!
    orders(filter: Filter, filters: [Filter], data: Json): [Order]
    order(by: Key!): Order
    find(text: String): [Found!]
    named: Named
  }
  type Mutation { pay(id: ID!, note: String, status: Status): Order }
  type Subscription { paid(after: ID): Order }
`);
