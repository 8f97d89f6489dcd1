/// The objects that answer the pages, made once.
struct DeskServices: Sendable {
    let now: DutyPage
    let casePage: CaseDeskPage
    let triage: TriagePage
    let map: MapPage
    let departments: DepartmentsPage
    let figures = FiguresPage()
    let rewards = RewardsPage()
    let deadLetters = DeadLettersPage()
    let health: HealthPage
    let department: DepartmentPage
    let signIn = SignInPage()
    let rider: RiderPage
    let follow: FollowPage

    init(_ context: APIContext, _ readers: ShardReaders, _ cases: StoredCases, _ similar: SimilarCases) {
        now = DutyPage(context: context, readers: readers)
        casePage = CaseDeskPage(context: context, cases: cases, similar: similar)
        triage = TriagePage(context: context, readers: readers)
        map = MapPage(context: context, readers: readers)
        departments = DepartmentsPage(context: context, readers: readers)
        health = HealthPage(context: context, readers: readers)
        department = DepartmentPage(context: context, readers: readers, cases: cases)
        let secrets = RiderSecrets(context)
        rider = RiderPage(context: context, secrets: secrets)
        follow = FollowPage(context: context, readers: readers, cases: cases, secrets: secrets)
    }
}
