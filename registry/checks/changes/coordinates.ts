/** The coordinate of a field of an object, interface or input type, or of an enum value (GraphQL specification, "Schema Coordinates"). */
export function toMemberCoordinate(typeName: string, memberName: string): string {
  return `${typeName}.${memberName}`;
}

/** The coordinate of an argument of a field. */
export function toArgumentCoordinate(typeName: string, fieldName: string, argumentName: string): string {
  return `${typeName}.${fieldName}(${argumentName}:)`;
}

/** The type that a coordinate names or whose member it names; `Query.users` is not of a type `Query.user`. */
export function typeOfCoordinate(coordinate: string): string {
  const dot = coordinate.indexOf('.');
  return dot === -1 ? coordinate : coordinate.slice(0, dot);
}
