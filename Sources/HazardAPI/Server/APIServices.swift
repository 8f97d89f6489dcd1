internal import Telemetry

/// The objects that answer the routes, made once.
struct APIServices: Sendable {
    let intake: ReportIntake
    let lookup: ReportLookup
    let lists: CaseLists
    let cases: StoredCases
    let similar: SimilarCases
    let messages: CaseMessages
    let reporters: RevealedReporters
    let deadLetters: DeadLetters
    let rewards: RewardLists
    let media: MediaServices
    let stream: LiveStream
    let statistics: StatisticsHandler
    let exports: LabelExports
    let open311Services: Open311Services
    let open311Intake: Open311Intake
    let open311Requests: Open311Requests
    let service: ServicePages
    let desk: DeskServices
    let assets: PageAssets
    /// The OpenAPI document, for callers with tokens and for this machine only.
    private let description, openDescription: [UInt8]

    /// The OpenAPI document as the tokens are now.
    var currentDescription: [UInt8] { service.context.tokens.isEmpty ? openDescription : description }

    init(_ context: APIContext, _ metrics: APIMetrics) {
        let readers = ShardReaders(context)
        metrics.cases.follow(context.metrics, context, readers)
        metrics.models.follow(context.metrics, context, readers)
        intake = ReportIntake(context: context)
        lookup = ReportLookup(context: context, readers: readers)
        lists = CaseLists(context: context, readers: readers)
        cases = StoredCases(context: context, readers: readers)
        similar = SimilarCases(context: context, readers: readers)
        messages = CaseMessages(context: context, cases: cases)
        reporters = RevealedReporters(context: context, cases: cases)
        deadLetters = DeadLetters(context: context)
        media = MediaServices(context: context, cases: cases)
        rewards = RewardLists(context: context, readers: readers)
        stream = LiveStream(context: context, readers: readers, similar: similar, metrics: metrics)
        statistics = StatisticsHandler(context: context, readers: readers)
        exports = LabelExports(context: context, readers: readers)
        open311Services = Open311Services(context: context)
        open311Intake = Open311Intake(context: context, intake: intake)
        open311Requests = Open311Requests(context: context, readers: readers)
        service = ServicePages(context: context)
        desk = DeskServices(context, readers, cases, similar)
        assets = PageAssets()
        (description, openDescription) = (
            OpenAPIDocument.bytes(of: Route.all, version: context.version, hasTokens: true),
            OpenAPIDocument.bytes(of: Route.all, version: context.version, hasTokens: false)
        )
    }
}
