import { Failure, toFailure } from '../../domain/failure/failure.ts';

/** Where only the password was asked for, only the password can be wrong: says so beside its field. */
export async function asOwnPassword<Result>(opening: Promise<Result>): Promise<Result> {
  try {
    return await opening;
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code !== 'wrong_password_or_address') throw failure;
    throw new Failure('wrong_password', { field: 'password', cause: failure });
  }
}
