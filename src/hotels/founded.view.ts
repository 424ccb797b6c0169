export class FoundedView {
  hotelId: string;
  userId: string;
}
