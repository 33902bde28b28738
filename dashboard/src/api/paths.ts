/** The path of GraphQL on the gateway. */
export const graphqlPath = '/graphql';
/** The path on the gateway that says who is signed in. */
export const sessionPath = '/auth/session';
